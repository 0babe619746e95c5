"""The words by which mail programs and lists mark what is not a message's own, in lower case.

A program writes them in the language of the person who uses it, so they are not of one language.
"""

WROTE = (
    "wrote", "writes", "schrieb", "a écrit", "a ecrit", "escribió", "escribio", "escreveu",
    "ha scritto", "schreef", "skrev", "napsal", "napsala", "napisał", "napisał(a)", "kirjoitti",
)  # fmt: skip
"""Verbs of the line above quoted words: "On Monday Ann wrote:", "Am Montag schrieb Ann:"."""
WROTE_OPENINGS = ("on", "am", "le", "el", "il", "em", "op", "den", "dne", "w dniu", "at")
"""First words of that line."""

FROM = ("from", "von", "de", "da", "van", "från", "fra", "od", "lähettäjä")
SENT = (
    "sent", "date", "gesendet", "datum", "envoyé", "enviado", "enviada em", "enviado el", "fecha",
    "data", "inviato", "verzonden", "skickat", "sendt", "dato", "odesláno", "wysłano",
)  # fmt: skip
SUBJECT = (
    "subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "ämne", "emne",
    "předmět", "temat",
)  # fmt: skip
REGARDING = ("re",)
"""What letters have in place of "Subject"."""
OTHER_HEADERS = (
    "to", "cc", "bcc", "reply-to", "importance", "attachments", *SUBJECT,
    "an", "antwort an", "à", "para", "a", "aan", "till", "til", "komu", "do", "kopie",
)  # fmt: skip

FORWARDED = (
    "original message", "original appointment", "forwarded message", "forwarded by",
    "begin forwarded message", "ursprüngliche nachricht", "weitergeleitete nachricht",
    "message d'origine", "message transféré", "mensaje original", "mensaje reenviado",
    "mensagem original", "messaggio originale", "messaggio inoltrato", "oorspronkelijk bericht",
    "doorgestuurd bericht", "ursprungligt meddelande",
)  # fmt: skip
FORWARD_ENDS = ("end of forwarded message", "end forwarded message", "end of original message")

MOBILE = (
    "sent from my", "sent from outlook", "sent from mail for windows", "sent from yahoo mail",
    "sent via blackberry", "get outlook for", "von meinem", "gesendet von", "envoyé de mon",
    "envoyé à partir de", "enviado desde mi", "inviato da", "verzonden vanaf mijn",
)  # fmt: skip
"""First words of the line that a telephone's mail program adds."""
CLOSINGS = (
    "best", "best regards", "kind regards", "warm regards", "regards", "best wishes", "sincerely",
    "yours sincerely", "yours faithfully", "sincerely yours", "many thanks and regards", "cheers",
    "with kind regards", "with best regards", "v/r", "respectfully", "cordially",
    "mit freundlichen grüßen", "freundliche grüße", "viele grüße", "beste grüße",
    "cordialement", "bien cordialement", "saludos", "saludos cordiales", "cordiali saluti",
    "met vriendelijke groet",
)  # fmt: skip

CONFIDENTIAL = (
    "not the intended recipient", "not an intended recipient", "received this message in error",
    "received this email in error", "received this e-mail in error",
    "received this communication in error", "received it in error",
    "received this transmission in error", "intended solely for", "intended only for the",
    "this email is confidential", "this e-mail is confidential", "this message is confidential",
    "this email may contain confidential", "this e-mail may contain confidential",
    "this message may contain confidential", "confidential and may be legally privileged",
    "confidential and/or privileged", "privileged and confidential",
    "this email and any attachments", "this e-mail and any attachments",
    "this message and any attachments", "this email and any files", "this e-mail and any files",
    "please consider the environment before printing", "diese e-mail enthält vertrauliche",
    "diese nachricht ist vertraulich", "ce message et toutes les pièces jointes",
    "este mensaje y sus archivos adjuntos",
)  # fmt: skip
NEWSLETTER = (
    "unsubscribe", "opt out of", "manage your preferences", "manage preferences",
    "update your preferences", "manage your subscription", "email preferences",
    "you are receiving this", "you're receiving this", "you received this message because",
    "you have received this message because", "because you are subscribed",
    "because you subscribed", "because you signed up", "this email was sent to",
    "this e-mail was sent to",
    "add us to your address book", "forward to a friend", "mailing list", "to post to this list",
    "abmelden", "abbestellen", "newsletter abbestellen", "se désabonner", "désinscrire",
    "darse de baja", "cancelar la suscripción", "annulla l'iscrizione", "afmelden",
)  # fmt: skip
IN_BROWSER = (
    "view this email in your browser", "view this e-mail in your browser", "view in browser",
    "view in your browser", "view email in browser", "view online", "view it in your browser",
    "view this message in your browser", "read it in your browser", "read this in your browser",
    "open in browser", "having trouble viewing", "trouble viewing this", "can't see this email",
    "this message is in html", "this is an html message", "this email is in html",
    "html email", "html-formatted", "your email client does not support html",
    "your mail program does not support html", "does not support html", "cannot display html",
    "im browser ansehen", "im browser anzeigen", "voir dans le navigateur", "ver en el navegador",
    "all rights reserved", "rights reserved.",
)  # fmt: skip
