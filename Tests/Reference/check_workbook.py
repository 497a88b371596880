#!/usr/bin/env python3
"""Does a workbook keep the rules by which Excel opens it without a repair? And, with LibreOffice, do its
formulas come out as the values beside them?

    check_workbook.py one.xlsx ...
    check_workbook.py --recalculate one.xlsx ...

Exit code 1: a rule is broken, or a formula comes out otherwise; 2: no LibreOffice.
"""

import math
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
# The order of a worksheet's elements, ECMA-376 part 1, 18.3.1.99.
ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection"
    " protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells"
    " phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup"
    " headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing"
    " legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst"
).split()
NAME = re.compile(r"[A-Za-z_\\][A-Za-z0-9_.\\]*\Z")
CELL = re.compile(r"([A-Za-z]{1,3}[0-9]+|[Rr]([0-9]*)|[Cc]([0-9]*)|[Rr][0-9]*[Cc][0-9]*)\Z")


def parts_differences(package):
    """Each part is XML, named once, has a type, and each relation leads to a part."""
    names = package.namelist()
    if len(set(name.lower() for name in names)) != len(names):
        yield "two parts of one name"
    types = ElementTree.fromstring(package.read("[Content_Types].xml"))
    overrides = {found.get("PartName") for found in types if found.get("PartName")}
    defaults = {found.get("Extension") for found in types if found.get("Extension")}
    for name in names:
        if name != "[Content_Types].xml":
            ElementTree.fromstring(package.read(name))
            if "/" + name not in overrides and name.rsplit(".", 1)[-1] not in defaults:
                yield f"{name} has no type"
    for missing in sorted(overrides - {"/" + name for name in names}):
        yield f"a type for {missing}, which is not there"
    for name in names:
        if not name.endswith(".rels"):
            continue
        base = Path("/") / name.replace("_rels/", "").removesuffix(".rels")
        for found in ElementTree.fromstring(package.read(name)):
            if found.get("TargetMode") == "External":
                yield f"{name}: a way out of the workbook: {found.get('Target')}"
                continue
            parent = base.parent
            for step in found.get("Target").split("/"):
                parent = parent.parent if step == ".." else parent / step
            if str(parent).lstrip("/") not in names:
                yield f"{name}: {found.get('Target')} is not there"


def is_name(name):
    return bool(NAME.match(name)) and not CELL.match(name) and len(name) <= 255


def names_differences(book):
    """Names that formulas know, of ranges and of tables, are valid and stand for one thing each."""
    known = set()
    tables = [table for sheet in book.worksheets for table in sheet.tables.values()]
    if len({table.id for table in tables}) != len(tables):
        yield "tables share an id"
    for name in [*book.defined_names, *(table.displayName for table in tables)]:
        if not is_name(name):
            yield f"{name!r} is no name"
        if name.lower() in known:
            yield f"{name} stands for two things"
        known.add(name.lower())
    for name, found in book.defined_names.items():
        for title, cells in found.destinations:
            title = title.replace("''", "'")
            if title not in book.sheetnames:
                yield f"{name} leads to {title!r}, which is no sheet"
            range_boundaries(cells.replace("$", ""))


def overlap(one, other):
    a, b = range_boundaries(one), range_boundaries(other)
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def sheet_differences(sheet, book):
    """Tables have their headings in their header cells, and stand clear of each other; links lead to cells."""
    areas = [table.ref for table in sheet.tables.values()]
    if sheet.auto_filter.ref:
        areas.append(sheet.auto_filter.ref)
    for place, one in enumerate(areas):
        if any(overlap(one, other) for other in areas[place + 1:]):
            yield f"{one} overlaps another table or filter"
    for table in sheet.tables.values():
        first, top, last, bottom = range_boundaries(table.ref)
        headings = [column.name for column in table.tableColumns]
        cells = [sheet.cell(top, column).value for column in range(first, last + 1)]
        if bottom <= top:
            yield f"{table.displayName} has no row"
        if headings != cells:
            yield f"{table.displayName}: headings {headings}, cells {cells}"
        if len({heading.lower() for heading in headings}) != len(headings):
            yield f"{table.displayName}: two headings are alike: {headings}"
        if [column.id for column in table.tableColumns] != list(range(1, len(headings) + 1)):
            yield f"{table.displayName}: its columns are not numbered from 1"
        if table.autoFilter is None or table.autoFilter.ref != table.ref:
            yield f"{table.displayName}: its filter is not that of its rows"
        below = sheet.cell(bottom + 1, first).value
        if below is not None:
            yield f"{table.displayName}: {below!r} stands directly below it"
    for row in sheet.iter_rows():
        for cell in row:
            link = cell.hyperlink
            if link is None:
                continue
            if link.target or not link.location:
                yield f"{cell.coordinate} leads out of the workbook: {link.target}"
                continue
            title, cells = link.location.rsplit("!", 1)
            title = title.removeprefix("'").removesuffix("'").replace("''", "'")
            if title not in book.sheetnames:
                yield f"{cell.coordinate} leads to {title!r}, which is no sheet"
            range_boundaries(cells.replace("$", ""))
            if cell.value in (None, ""):
                yield f"{cell.coordinate} is a link without a word"


def element_differences(package, names):
    for name in names:
        root = ElementTree.fromstring(package.read(name))
        found = [child.tag.removeprefix(MAIN) for child in root]
        places = [ORDER.index(tag) for tag in found]
        if places != sorted(set(places)):
            yield f"{name}: elements out of order or twice: {found}"
        last = 0
        for row in root.find(MAIN + "sheetData"):
            number = int(row.get("r"))
            if number <= last:
                yield f"{name}: row {number} after {last}"
            last, column = number, 0
            for cell in row:
                place = range_boundaries(cell.get("r"))
                if place[1] != number or place[0] <= column:
                    yield f"{name}: cell {cell.get('r')} out of order"
                column = place[0]


def broken_rules(path):
    with zipfile.ZipFile(path) as package:
        yield from parts_differences(package)
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        yield from element_differences(package, sheets)
    book = openpyxl.load_workbook(path)
    yield from names_differences(book)
    titles = [title.lower() for title in book.sheetnames]
    if len(set(titles)) != len(titles):
        yield f"two sheets of one name: {book.sheetnames}"
    for sheet in book.worksheets:
        if len(sheet.title.encode("utf-16-le")) // 2 > 31 or re.search(r"[\[\]:*?/\\]", sheet.title):
            yield f"{sheet.title!r} is no name of a sheet"
        for difference in sheet_differences(sheet, book):
            yield f"{sheet.title}: {difference}"


def recalculated(path):
    """Each formula's value in the file against what LibreOffice makes of it."""
    with tempfile.TemporaryDirectory(prefix="recalculate-") as folder:
        done = subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
             "ods", "--outdir", folder, path],
            capture_output=True, text=True, timeout=300, check=False)
        again = Path(folder) / (Path(path).stem + ".ods")
        if not again.exists():
            yield f"LibreOffice does not open it: {done.stdout} {done.stderr}"
            return
        done = subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
             "xlsx:Calc MS Excel 2007 XML", "--outdir", f"{folder}/out", again],
            capture_output=True, text=True, timeout=300, check=False)
        formulas = openpyxl.load_workbook(path)
        before = openpyxl.load_workbook(path, data_only=True)
        after = openpyxl.load_workbook(
            Path(folder) / "out" / Path(path).name, data_only=True)
    count = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                count += 1
                place = (cell.row, cell.column)
                shown, found = (book[sheet.title].cell(*place).value for book in (before, after))
                # What a spreadsheet adds up may differ in the 15th digit, and rounds to the same cent.
                is_same = (isinstance(shown, (int, float)) and isinstance(found, (int, float))
                           and math.isclose(shown, found, rel_tol=1e-12, abs_tol=1e-9)
                           and round(shown, 4) == round(found, 4))
                if not is_same:
                    yield (f"{sheet.title}!{get_column_letter(cell.column)}{cell.row}: {cell.value} is"
                           f" {found!r}, and the file says {shown!r}")
    print(f"{path}: {count} formulas recalculated")


def main(arguments):
    again = "--recalculate" in arguments
    if again and not shutil.which("soffice"):
        print("LibreOffice is not installed", file=sys.stderr)
        return 2
    code = 0
    for path in (found for found in arguments if found != "--recalculate"):
        for difference in [*broken_rules(path), *(recalculated(path) if again else [])]:
            print(f"{path}: {difference}")
            code = 1
    return code


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1:]))
