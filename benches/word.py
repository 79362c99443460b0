#!/usr/bin/env python3
"""Fills a Word template with what reports say: the other way that offices go.

    word.py FOLDER...    writes FOLDER/bao-cao.docx from FOLDER/main.typ and FOLDER/report.json

The template has the head, the paragraphs and the annex tables of a report in Times New Roman
on A4, with the margins of the decree. It is simpler than the report: no bookmarks, no tags, no rows
that stay together; so what it costs is the least that a Word template costs.
"""

import json
import re
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""
PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="851" w:header="567" w:footer="567"/></w:sectPr>'
)
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def run(text, bold=False, size=28):
    face = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    weight = "<w:b/>" if bold else ""
    return f'<w:r><w:rPr>{face}{weight}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text, bold=False, align="both", size=28):
    return f'<w:p><w:pPr><w:spacing w:after="120"/><w:jc w:val="{align}"/></w:pPr>{run(text, bold, size)}</w:p>'


def table(rows, columns):
    width = 9354 // max(1, len(columns))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _ in columns)
    lines = []
    for row in rows:
        cells = (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(row.get(c) or "", align="left", size=24)}</w:tc>'
            for c in columns
        )
        lines.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl><w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"


def tables(value):
    """Every list of rows below a value, with the fields of the rows that are texts."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from tables(inner)
    elif isinstance(value, list):
        rows = [row for row in value if isinstance(row, dict)]
        columns = list(dict.fromkeys(k for row in rows for k, v in row.items() if isinstance(v, str)))
        texts = [{k: v for k, v in row.items() if isinstance(v, str)} for row in rows]
        if len(columns) > 2 and "title" not in columns:
            yield texts, columns
        for inner in rows:
            yield from tables(inner)


def paragraphs(body):
    """The words of a Typst body, line by line."""
    for line in body.splitlines():
        strings = re.findall(r'#"((?:[^"\\]|\\.)*)";', line)
        plain = re.sub(r'#"(?:[^"\\]|\\.)*";', "\0", line)
        if plain.lstrip().startswith("#") or not strings and not re.search(r"[^\W\d_]{2}", plain):
            continue
        values = iter(strings)
        text = re.sub("\0", lambda _: re.sub(r"\\(.)", r"\1", next(values)), plain)
        yield re.sub(r"[#\[\]{}]", "", text).strip()


def document(folder):
    data = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    body = (folder / "main.typ").read_text(encoding="utf-8")
    parts = [paragraph(" ".join(data.get("agency", [])), bold=True, align="center")]
    parts.append(paragraph(f"{data.get('kind', '')} {data.get('subject', '')}", bold=True, align="center"))
    parts.extend(paragraph(text) for text in data.get("legal_basis", []))
    parts.extend(paragraph(text) for text in paragraphs(body) if text)
    parts.append(paragraph(data.get("signer", ""), bold=True, align="right"))
    for rows, columns in tables(data.get("annexes", [])):
        parts.append(table(rows, columns))
        parts.append(paragraph(""))
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{NAMESPACE}"><w:body>{"".join(parts)}{PAGE}</w:body></w:document>'


for name in sys.argv[1:]:
    folder = Path(name)
    with zipfile.ZipFile(folder / "bao-cao.docx", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", CONTENT_TYPES)
        file.writestr("_rels/.rels", RELATIONS)
        file.writestr("word/document.xml", document(folder))
