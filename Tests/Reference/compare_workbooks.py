"""Compares two workbooks cell by cell and style by style, as openpyxl reads them.

    python3 compare_workbooks.py one.xlsx other.xlsx

Numbers are compared as numbers. Exit code 1: a difference; the first ones are printed.
"""

import itertools
import math
import sys

import openpyxl

SHEET_FACTS = (
    "dimensions", "freeze_panes", "print_title_rows", "print_area", "sheet_state",
)


known = {}


def style(cell):
    """Everything about the look of a cell; worked out once for each style of a workbook."""
    key = (id(cell.parent.parent), cell.style_id)
    if key not in known:
        looks = (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
        known[key] = (cell.number_format, *map(repr, looks))
    return known[key]


def page(sheet):
    setup = sheet.page_setup
    margins = sheet.page_margins
    return {
        "orientation": setup.orientation,
        "paper": setup.paperSize,
        "fit": (setup.fitToWidth, setup.fitToHeight, sheet.sheet_properties.pageSetUpPr),
        "margins": tuple(
            getattr(margins, side) for side in ("left", "right", "top", "bottom", "header", "footer")
        ),
        "footer": tuple(
            getattr(sheet.oddFooter, side).text for side in ("left", "center", "right")
        ),
        "header": tuple(
            getattr(sheet.oddHeader, side).text for side in ("left", "center", "right")
        ),
        "gridlines": sheet.sheet_view.showGridLines,
        "conditional formats": [str(rule.sqref) for rule in sheet.conditional_formatting],
        "charts": len(sheet._charts),
        "merged": sorted(str(found) for found in sheet.merged_cells.ranges),
    }


def widths(sheet):
    return {
        letter: (found.width, found.hidden, found.outlineLevel, found.collapsed)
        for letter, found in sheet.column_dimensions.items()
    }


def heights(sheet):
    return {row: found.height for row, found in sheet.row_dimensions.items() if found.height}


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def value(cell):
    """The value of a cell; openpyxl undoes Excel's escaped underscore only in the table of texts."""
    found = cell.value
    return found.replace("x005F_", "") if cell.data_type == "s" else found


def same(one, other):
    """Whether two values are equal; of numbers a spreadsheet keeps 15 digits."""
    if is_number(one) and is_number(other):
        return math.isclose(one, other, rel_tol=2e-15)
    return one == other and type(one) is type(other)


def differences(left_path, right_path):
    left = openpyxl.load_workbook(left_path)
    right = openpyxl.load_workbook(right_path)
    left_values = openpyxl.load_workbook(left_path, data_only=True)
    right_values = openpyxl.load_workbook(right_path, data_only=True)
    if left.sheetnames != right.sheetnames:
        yield f"sheets: {left.sheetnames} and {right.sheetnames}"
        return
    names = [
        {name: found.attr_text for name, found in book.defined_names.items()}
        for book in (left, right)
    ]
    if names[0] != names[1]:
        yield f"names: {names}"
    properties = [
        [getattr(book.properties, field) for field in (
            "title", "subject", "creator", "description", "created", "modified")]
        for book in (left, right)
    ]
    if properties[0] != properties[1]:
        yield f"properties: {properties}"
    for one, other in zip(left.worksheets, right.worksheets):
        for fact in SHEET_FACTS:
            if getattr(one, fact) != getattr(other, fact):
                yield f"{one.title}: {fact}: {getattr(one, fact)} and {getattr(other, fact)}"
        for what in (page, widths, heights):
            if what(one) != what(other):
                yield f"{one.title}: {what.__name__}: {what(one)} and {what(other)}"
        if one.auto_filter.ref != other.auto_filter.ref:
            yield f"{one.title}: filter: {one.auto_filter.ref} and {other.auto_filter.ref}"
        cells = set(one._cells) | set(other._cells)
        for row, column in sorted(cells):
            a, b = one.cell(row, column), other.cell(row, column)
            place = f"{one.title}!{a.coordinate}"
            if a.data_type != b.data_type or not same(value(a), value(b)):
                yield f"{place}: {value(a)!r} ({a.data_type}) and {value(b)!r} ({b.data_type})"
            if style(a) != style(b):
                yield f"{place}: styles differ"
            if a.data_type == "f":
                shown = [
                    book[one.title].cell(row, column).value
                    for book in (left_values, right_values)
                ]
                if not same(*shown):
                    yield f"{place}: shown {shown}"


def main(arguments):
    found = list(itertools.islice(differences(*arguments), 20))
    for difference in found:
        print(difference)
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1:]))
