"""Mail: single messages (.eml, Outlook's .msg) and mailboxes (.mbox), with what is attached."""
