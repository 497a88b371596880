import CLibXLSXWriter

extension Workbook {
  /// The workbook's format of this look; the same look is made once.
  public mutating func format(_ look: CellFormat) throws(WorkbookError) -> Format {
    if let known = formats[look] { return known }
    guard let pointer = unsafe workbook_add_format(handle.pointer) else {
      throw WorkbookError(
        path: path, code: LXW_ERROR_MEMORY_MALLOC_FAILED, action: "add a format")
    }
    if let numberFormat = look.numberFormat { unsafe format_set_num_format(pointer, numberFormat) }
    if look.bold { unsafe format_set_bold(pointer) }
    if look.underlined {
      unsafe format_set_underline(pointer, UInt8(LXW_UNDERLINE_SINGLE.rawValue))
    }
    if let size = look.size { unsafe format_set_font_size(pointer, size) }
    if let color = look.color { unsafe format_set_font_color(pointer, color) }
    if let fill = look.fill {
      unsafe format_set_pattern(pointer, UInt8(LXW_PATTERN_SOLID.rawValue))
      unsafe format_set_fg_color(pointer, fill)
    }
    let line: UInt32 = 0xA6A6A6
    if look.topBorder {
      unsafe format_set_top(pointer, UInt8(LXW_BORDER_THIN.rawValue))
      unsafe format_set_top_color(pointer, line)
    }
    if look.bottomBorder {
      unsafe format_set_bottom(pointer, UInt8(LXW_BORDER_THIN.rawValue))
      unsafe format_set_bottom_color(pointer, line)
    }
    if look.wraps { unsafe format_set_text_wrap(pointer) }
    switch look.alignment {
    case .general: break
    case .left: unsafe format_set_align(pointer, UInt8(LXW_ALIGN_LEFT.rawValue))
    case .center: unsafe format_set_align(pointer, UInt8(LXW_ALIGN_CENTER.rawValue))
    case .right: unsafe format_set_align(pointer, UInt8(LXW_ALIGN_RIGHT.rawValue))
    }
    if look.atTop { unsafe format_set_align(pointer, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue)) }
    if look.indent > 0 { unsafe format_set_indent(pointer, look.indent) }
    let format = unsafe formatPointers.append(pointer)
    formats[look] = format
    return format
  }
}
