"""What one slide shows, in reading order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ingest.readers.blocks import Blocks
from ingest.readers.office.pptx.text import A, TextParagraph, paragraphs_of
from ingest.readers.office.tables import MOST_COLUMNS, Lines
from ingest.readers.office.xml import local_name, parse_xml, whole

if TYPE_CHECKING:
    from pptx.opc.package import Part
    from pptx.slide import Slide

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ON_EACH_SLIDE = {"dt", "ftr", "hdr", "sldNum"}
"""Placeholders for what stands on each slide."""
_TITLES = {"title", "ctrTitle"}
_BODIES = {"body", "obj", ""}
_BANDS = 20
"""Shapes whose tops lie within this part of a slide's height stand beside one another."""
_ON = {"1", "true"}


class SlideReader:
    """Adds slides to blocks.

    Attributes:
        left_out: how many of each thing were left out.
    """

    def __init__(self, blocks: Blocks, height: int) -> None:
        self._blocks = blocks
        self._band = max(height // _BANDS, 1)
        self._styles: dict[str, Mapping[str, Any]] = {}
        self._used: set[str] = set()
        self.left_out: Counter[str] = Counter()

    def add(self, slide: "Slide") -> None:
        """Add a slide: its title as a heading, what it shows, and its notes."""
        tree = slide.shapes.element
        shapes = list(self._ordered(tree))
        titles = [shape for shape in shapes if _placeholder(shape) in _TITLES]
        title = " ".join(p.words for shape in titles for p in self._paragraphs(shape, ()))
        if title.strip():
            self._blocks.add(title.replace("\n", " "), "heading", 1)
        else:
            self._blocks.begin_section()
        for shape in shapes:
            if shape not in titles:
                self._add_shape(shape, slide)
        if slide.has_notes_slide and self._is_new(slide.notes_slide.part):
            for shape in slide.notes_slide.shapes.element.iter(f"{_P}sp"):
                if _placeholder(shape) == "body":
                    self._add_paragraphs(self._paragraphs(shape, ()))
        for relationship in slide.part.rels.values():
            is_comments = relationship.reltype.endswith("/comments")
            if is_comments and not relationship.is_external:
                root = parse_xml(relationship.target_part.blob)
                self.left_out["comments"] += sum(1 for _ in root.iter("{*}cm"))

    def _is_new(self, part: "Part") -> bool:
        """Whether a part is met for the first time; each is read once, however often it is used."""
        name = str(part.partname)
        is_new = name not in self._used
        self._used.add(name)
        return is_new

    def _ordered(self, parent: Any) -> Iterator[Any]:
        """The shapes in a slide or group from the top down, beside one another from the left."""
        shapes = []
        for element in parent.iterchildren():
            if local_name(element) == "AlternateContent":
                choice = next(element.iterchildren("{*}Choice", "{*}Fallback"), element)
                shapes += list(choice.iterchildren())
            else:
                shapes.append(element)
        return iter(sorted(shapes, key=self._position))

    def _position(self, shape: Any) -> tuple[int, int]:
        """Where a shape lies; one whose place is its layout's comes first."""
        offset = next(shape.iter(f"{A}off"), None) if isinstance(shape.tag, str) else None
        if offset is None:
            return -1, 0
        return whole(offset.get("y"), 0) // self._band, whole(offset.get("x"), 0)

    def _add_shape(self, shape: Any, slide: "Slide") -> None:
        name = local_name(shape)
        if _is_hidden(shape):
            self.left_out["hidden shapes"] += 1
        elif name == "grpSp":
            for inside in self._ordered(shape):
                self._add_shape(inside, slide)
        elif name == "sp":
            if _placeholder(shape) not in _ON_EACH_SLIDE:
                self._add_paragraphs(self._paragraphs(shape, self._inherited(shape, slide)))
        elif name == "pic":
            self.left_out["images"] += 1
        elif name == "graphicFrame":
            self._add_graphic(shape, slide)

    def _inherited(self, shape: Any, slide: "Slide") -> list[Any]:
        """The list styles that a placeholder has from its layout and master, the nearest first."""
        kind = _placeholder(shape)
        if kind is None:
            return []
        index = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph").get("idx", "")
        layout = slide.slide_layout
        master = layout.slide_master
        of_layout = self._styles_in(layout.shapes.element, str(layout.part.partname), "idx")
        of_master = self._styles_in(master.shapes.element, str(master.part.partname), "type")
        name = "bodyStyle" if kind in _BODIES else "otherStyle"
        common = next(master.element.iter(f"{_P}{name}"), None)
        found = [of_layout.get(index), of_master.get(kind, of_master.get("body")), common]
        return [style for style in found if style is not None]

    def _styles_in(self, tree: Any, name: str, attribute: str) -> Mapping[str, Any]:
        if name not in self._styles:
            self._styles[name] = _list_styles(tree, attribute)
        return self._styles[name]

    def _paragraphs(self, shape: Any, styles: Sequence[Any]) -> list[TextParagraph]:
        body = shape.find(f"{_P}txBody")
        return [] if body is None else list(paragraphs_of(body, styles, self.left_out))

    def _add_paragraphs(self, paragraphs: Iterable[TextParagraph]) -> None:
        for paragraph in paragraphs:
            if paragraph.mark:
                self._blocks.add(paragraph.words, "item", paragraph.level, paragraph.mark)
            else:
                self._blocks.add(paragraph.words)

    def _add_graphic(self, frame: Any, slide: "Slide") -> None:
        table = next(frame.iter(f"{A}tbl"), None)
        if table is not None:
            self._add_table(table)
            return
        for element in frame.iter():
            name = local_name(element)
            if name == "relIds":
                self._add_diagram(element.get(f"{_R}dm", ""), slide)
            elif name == "chart":
                self.left_out["charts"] += 1
            elif name == "oleObj":
                self.left_out["embedded objects"] += 1

    def _add_table(self, table: Any) -> None:
        properties = table.find(f"{A}tblPr")
        has_head = properties is not None and properties.get("firstRow") in _ON
        lines = Lines()
        rows = [list(row.iterchildren(f"{A}tc")) for row in table.iterchildren(f"{A}tr")]
        columns = max(map(len, rows), default=0)
        for row in rows:
            widest = 1
            for cell in row:
                if cell.get("hMerge") in _ON:
                    continue
                span = min(whole(cell.get("gridSpan"), 1), MOST_COLUMNS)
                widest = max(widest, span)
                words, bold = self._cell(cell)
                lines.add(words, span, continues=cell.get("vMerge") in _ON, bold=bold)
            lines.end_row(columns, is_title=widest == columns > 1)
        lines.add_to(self._blocks, int(has_head))

    def _cell(self, cell: Any) -> tuple[str, bool]:
        body = cell.find(f"{A}txBody")
        found = [] if body is None else list(paragraphs_of(body, (), self.left_out))
        marks = ("" if p.mark == "" else "• " if p.mark == "-" else f"{p.mark} " for p in found)
        words = " ".join(mark + p.words for mark, p in zip(marks, found, strict=True))
        return words, bool(found) and all(p.is_bold for p in found)

    def _add_diagram(self, relationship: str, slide: "Slide") -> None:
        """Add the texts of a diagram (SmartArt) as items, in the order it was written in."""
        related = slide.part.rels.get(relationship)
        if related is None or related.is_external or not self._is_new(related.target_part):
            self.left_out["diagrams"] += 1
            return
        for text in parse_xml(related.target_part.blob).iter("{*}t"):
            if text.find(f"{A}p") is not None:
                for paragraph in paragraphs_of(text, (), self.left_out):
                    self._blocks.add(paragraph.words, "item", 1)


def _placeholder(shape: Any) -> str | None:
    """What kind of placeholder a shape is, "" for one of any content; None where it is none."""
    found = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph") if isinstance(shape.tag, str) else None
    return None if found is None else found.get("type", "")


def _is_hidden(shape: Any) -> bool:
    found = next(shape.iter(f"{_P}cNvPr"), None) if isinstance(shape.tag, str) else None
    return found is not None and found.get("hidden") in _ON


def _list_styles(tree: Any, attribute: str) -> Mapping[str, Any]:
    """The list styles of the placeholders in a layout or master, by their index or type."""
    found: dict[str, Any] = {}
    for shape in tree.iterchildren(f"{_P}sp"):
        place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        style = shape.find(f"{_P}txBody/{A}lstStyle")
        if place is not None and style is not None:
            found.setdefault(place.get(attribute, ""), style)
    return found
