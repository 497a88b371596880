import CLibPQ

/// Writes rows to a COPY into a table, in text format, through one reused buffer.
///
/// Append the fields of a row in the order of the columns, then call ``endRow()``. The writer is
/// valid only during the call that lends it.
@safe public struct CopyWriter: ~Copyable {
  /// The rows ended so far.
  public private(set) var rows = 0
  private let connection: OpaquePointer
  private var buffer: [UInt8] = []
  private var isFirstField = true
  private static let pieceSize = 64 << 10

  /// The connection to libpq failed; the results that follow say why.
  struct SendFailed: Error {}

  init(_ connection: OpaquePointer) {
    unsafe self.connection = connection
    buffer.reserveCapacity(Self.pieceSize + 4096)
  }

  /// Appends a NULL.
  public mutating func null() {
    beginField()
    buffer.append(UInt8(ascii: "\\"))
    buffer.append(UInt8(ascii: "N"))
  }

  /// Appends a text with everything escaped that has a meaning in the format.
  public mutating func text(_ text: String) {
    beginField()
    for byte in text.utf8 { appendEscaped(byte) }
  }

  /// Appends a text, or NULL for nil.
  public mutating func text(_ text: String?) {
    if let text { self.text(text) } else { null() }
  }

  /// Appends an integer.
  public mutating func integer(_ value: some FixedWidthInteger) {
    raw(String(value))
  }

  /// Appends a value in the server's own notation, such as `12.50`, `t` or `2026-01-31`.
  ///
  /// Nothing is escaped: the text must have no backslash, tab or line break.
  public mutating func raw(_ text: String) {
    beginField()
    buffer.append(contentsOf: text.utf8)
  }

  /// Ends the row and sends the buffer when it is full; throws when the connection is lost.
  public mutating func endRow() throws {
    buffer.append(UInt8(ascii: "\n"))
    isFirstField = true
    rows += 1
    if buffer.count >= Self.pieceSize { try flush() }
  }

  /// Sends what is left in the buffer.
  mutating func flush() throws(SendFailed) {
    guard !buffer.isEmpty else { return }
    let isSent = unsafe buffer.withUnsafeBytes { bytes in
      unsafe PQputCopyData(
        connection, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
    }
    guard isSent == 1 else { throw SendFailed() }
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func beginField() {
    if !isFirstField { buffer.append(UInt8(ascii: "\t")) }
    isFirstField = false
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    let letter: UInt8? =
      switch byte {
      case UInt8(ascii: "\\"): byte
      case UInt8(ascii: "\t"): UInt8(ascii: "t")
      case UInt8(ascii: "\n"): UInt8(ascii: "n")
      case UInt8(ascii: "\r"): UInt8(ascii: "r")
      default: nil
      }
    if letter != nil { buffer.append(UInt8(ascii: "\\")) }
    buffer.append(letter ?? byte)
  }
}
