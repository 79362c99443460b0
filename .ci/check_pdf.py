"""What the tests cannot see from inside: checks of PDF files with other people's tools.

Every font embedded and subset, the file sound, text composed (NFC), every table
with header cells, every figure of the data in the text, paper, margins and page
numbers as the numbers of the page say.
Usage: check_pdf.py [--figures FILE.yaml FILE.pdf] FILE.pdf …; exit 1 on any fault.
"""

import glob
import json
import re
import subprocess
import sys
import unicodedata


def output(*command):
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", check=False
    )


def lengths():
    """The lengths of the page by name, in points."""
    with open("templates/nd30/the-thuc.json", encoding="utf-8") as file:
        numbers = json.load(file)
    points = {"mm": 72 / 25.4, "pt": 1}
    return {
        name: number["gia_tri"] * points[number["don_vi"]]
        for name, number in numbers.items()
        if number["don_vi"] in points
    }


def misplaced(path):
    """What does not stand where the numbers of the page put it."""
    page = lengths()
    paper = (page["kho_giay_rong"], page["kho_giay_cao"])
    sheets = re.split(r"<page ", output("pdftotext", "-bbox", path, "-").stdout)[1:]
    if not sheets:
        yield "no pages"
    for number, sheet in enumerate(sheets, 1):
        size = re.match(r'width="([\d.]+)" height="([\d.]+)"', sheet)
        width, height = float(size[1]), float(size[2])
        if any(abs(is_ - to_be) > 0.5 for is_, to_be in zip(sorted((width, height)), paper)):
            yield f"page {number} is {width} by {height} points"
        right = width - page["le_phai"]
        words = re.findall(
            r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>',
            sheet,
        )
        for *box, word in words:
            left, top, end, bottom = map(float, box)
            # What hangs below the last line is less than a third of its height.
            foot = height - page["le_duoi"] + (bottom - top) / 3
            if left < page["le_trai"] - 1 or end > right + 1 or bottom > foot:
                yield f"page {number}: “{word}” stands in a margin"
            is_number = bottom < page["le_tren"] and word.isdigit()
            middle = (page["le_trai"] + right) / 2
            if is_number and abs((left + end) / 2 - middle) > 1:
                yield f"page {number}: its number is not in the middle"


def faults(path):
    fonts = output("pdffonts", path).stdout.splitlines()[2:]
    if not fonts:
        yield "no fonts"
    for line in fonts:
        if not re.search(r"\s+yes\s+yes\s+yes\s+\d+\s+\d+$", line):
            yield f"font not embedded, subset and mapped to Unicode: {line}"
    sound = output("qpdf", "--check", path)
    if sound.returncode != 0:
        yield f"qpdf: {sound.stdout}{sound.stderr}"
    text = output("pdftotext", path, "-").stdout
    if "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" not in text:
        yield "the head of the page is not in the text"
    if unicodedata.normalize("NFC", text) != text:
        yield "text is not composed"
    yield from misplaced(path)
    if "don-doc" in path:
        order = ["CỘNG HÒA", "Số:", "V/v ", "KHẨN", "Kính gửi", "./.", "Nơi nhận"]
        places = [text.find(mark) for mark in order]
        if -1 in places:
            yield f"parts of the letter: {dict(zip(order, places))}"
        return
    order = ["CỘNG HÒA", "BÁO CÁO", "Kính gửi", "I. ", "./.", "Nơi nhận", "PHỤ LỤC", "Chỉ tiêu thống kê"]
    places = [text.find(mark) for mark in order]
    if -1 in places or places != sorted(places):
        yield f"reading order: {dict(zip(order, places))}"
    structure = output("pdfinfo", "-struct", path).stdout
    tables = re.split(r"^\s*Table\b", structure, flags=re.M)[1:]
    if not tables:
        yield "no tagged table"
    for number, table in enumerate(tables, 1):
        if not re.search(r"^\s*TH\b", table, flags=re.M):
            yield f"table {number} has no header cell"


def unprinted_rows(year):
    """Names of rows that the regime of a year declares only to work others out from."""
    names = set()
    for regime in glob.glob("data/che-do/*.yaml"):
        with open(regime, encoding="utf-8") as file:
            text = file.read()
        first = re.search(r"^tu_ngay: (\d{4})", text, flags=re.M).group(1)
        last = re.search(r"^den_ngay: (\d{4})", text, flags=re.M)
        if first <= year and (last is None or year <= last.group(1)):
            names |= set(re.findall(r"khong_in: true,?\s+ma: (\w+)", text))
            names |= set(re.findall(r"(?:tu_so|mau_so): \{ma: (\w+)", text))
    return names


def missing_figures(data, path):
    """Figures of a submission that pdftotext does not find in its report."""
    with open(data, encoding="utf-8") as file:
        figures = re.split(r"\n(?=\w)", file.read().split("\nso_lieu:\n")[1])[0]
    text = output("pdftotext", "-layout", path, "-").stdout
    words = set(re.findall(r"[\d.,]+\d|\d", text))
    unprinted = unprinted_rows(re.search(r"data/(\d{4})/", data).group(1))
    typed = re.findall(r"^ +(\w+): (\d+)$", figures, flags=re.M)
    numbers = [int(number) for row, number in typed if row not in unprinted]
    if len(numbers) < 40:
        yield f"only {len(numbers)} figures in {data}"
    for number in numbers:
        if f"{number:,}".replace(",", ".") not in words:
            yield f"{number} of {data} is not in the text"


def main(paths):
    clean = bool(paths)
    if paths and paths[0] == "--figures":
        found = list(missing_figures(paths[1], paths[2]))
        clean &= not found
        print("FAILED" if found else "ok    ", "every figure of", paths[1])
        for fault in found:
            print("      ", fault)
        paths = paths[3:]
    for path in paths:
        found = list(faults(path))
        clean &= not found
        print("FAILED" if found else "ok    ", "fonts, text, structure, page", path)
        for fault in found:
            print("      ", fault)
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
