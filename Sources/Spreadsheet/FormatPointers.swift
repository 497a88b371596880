import CLibXLSXWriter

/// The library's formats by their place.
///
/// They live as long as the workbook.
@safe
struct FormatPointers {
  private var pointers: [UnsafeMutablePointer<lxw_format>]

  init() {
    unsafe pointers = []
  }

  /// Keeps one that is complete, and gives its place; from now on the package's styles have it.
  mutating func append(_ pointer: UnsafeMutablePointer<lxw_format>) -> Format {
    unsafe pointers.append(pointer)
    return Format(
      index: unsafe pointers.count - 1,
      style: UInt32(unsafe lxw_format_get_xf_index(pointer)))
  }

  subscript(format: Format?) -> UnsafeMutablePointer<lxw_format>? {
    guard let format else { return nil }
    return unsafe pointers[format.index]
  }
}
