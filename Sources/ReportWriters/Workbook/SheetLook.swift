import Spreadsheet

/// The looks that all sheets share: one dark blue, greys, and colour only where it says something.
enum SheetLook {
  static let ink: UInt32 = 0x1F3A52
  static let grey: UInt32 = 0x6B6B6B

  /// The first line of a sheet that is read like a page.
  static let title = CellFormat().with {
    $0.bold = true
    $0.size = 16
    $0.color = ink
  }

  /// A heading within such a sheet.
  static let section = CellFormat().with {
    $0.bold = true
    $0.size = 12
    $0.color = ink
  }

  /// What a value is.
  static let label = CellFormat().with {
    $0.color = grey
    $0.atTop = true
  }

  /// Plain text that may take several lines.
  static let words = CellFormat().with {
    $0.wraps = true
    $0.atTop = true
  }

  /// What leads to another place of the workbook.
  static let link = CellFormat().with {
    $0.color = 0x0563C1
    $0.underlined = true
    $0.atTop = true
  }

  /// What a number counts, beside it.
  static let unit = CellFormat().with { $0.indent = 1 }

  /// A total of a table and its label.
  static let total = CellFormat().with { $0.bold = true }

  /// A remark in grey.
  static let remark = CellFormat().with { $0.color = grey }

  /// The header row of a table.
  static func header(_ alignment: CellFormat.Alignment = .left) -> CellFormat {
    CellFormat().with {
      $0.bold = true
      $0.color = ink
      $0.fill = 0xE8EEF3
      $0.bottomBorder = true
      $0.wraps = true
      $0.alignment = alignment
    }
  }

  /// Something to look at: not wrong, but not as it should be.
  static let warning = CellFormat().with {
    $0.bold = true
    $0.color = 0x7A4B00
    $0.fill = 0xFFF1D6
    $0.atTop = true
  }

  /// Something wrong.
  static let failure = CellFormat().with {
    $0.bold = true
    $0.color = ColumnLook.red
    $0.fill = 0xFBE3E6
    $0.atTop = true
  }
}
