import Files
import Glibc

/// Puts a workbook together from the library's package and the rows that did not go through it.
///
/// An XLSX file is a ZIP archive of XML parts (ECMA-376 part 2). The library has written all of them, the
/// parts of the sheets with settings, but without their rows: with the element `<sheetData/>`, or with one
/// that has no more than the header that the library was told of for a table. All other parts are
/// carried over as they are, compressed. A sheet's part becomes pieces of one DEFLATE stream: what
/// stands before the rows, the rows as they were compressed when they came, what stands after them.
/// Links are put in, too: the library would want to write their cells.
enum WorkbookPackage {
  /// Writes everything; the rows by the names of their parts, from the top down.
  static func write(
    _ skeleton: ZipArchive, rows: [String: [SheetRows]], links: [String: [UInt8]] = [:],
    compression: Compression, to file: DiskFile, path: String
  ) throws(WorkbookError) {
    var zip = ZipWriter(file)
    var missing = Set(rows.keys)
    for entry in skeleton.entries {
      var contents = try skeleton.contents(of: entry)
      guard isWhole(contents) else {
        // The library does not notice when its own copy of a part did not fit on the disk.
        throw WorkbookError(path: path, errno: ENOSPC, action: "copy \(entry.name) in full")
      }
      let links = links[entry.name]
      if let links { contents = try placed(links, in: contents, path: path) }
      guard let runs = rows[entry.name] else {
        if links != nil {
          try add(contents, entry.name, compression, path: path, to: &zip)
          continue
        }
        try zip.add(entry.name, entry.extent) { file throws(WorkbookError) in
          try write(skeleton.bytes[entry.range], to: file)
        }
        continue
      }
      missing.remove(entry.name)
      try add(runs, around: contents, entry.name, compression, path: path, to: &zip)
    }
    guard missing.isEmpty else {
      throw WorkbookError(path: path, errno: EIO, action: "find \(missing.sorted())")
    }
    try zip.finish()
  }

  private static let empty = Array("<sheetData/>".utf8)
  private static let begin = Array("<sheetData>".utf8)
  private static let end = Array("</sheetData>".utf8)

  /// Where the rows belong: in the place of none, or of the header's.
  private static func place(in contents: [UInt8]) -> Range<Int>? {
    if let empty = contents.firstRange(of: empty) { return empty }
    guard let begin = contents.firstRange(of: begin), let end = contents.firstRange(of: end),
      contents[begin.upperBound..<end.lowerBound].ranges(of: Array("<row".utf8)).count == 1
    else { return nil }
    return begin.lowerBound..<end.upperBound
  }

  /// A sheet's part with its links, which stand before all that is said about its pages.
  private static func placed(
    _ links: [UInt8], in contents: [UInt8], path: String
  ) throws(WorkbookError) -> [UInt8] {
    guard
      let place = contents.firstRange(of: Array("<printOptions".utf8))
        ?? contents.firstRange(of: Array("<pageMargins".utf8))
    else { throw WorkbookError(path: path, errno: EIO, action: "place the links") }
    let before = contents[..<place.lowerBound] + Array("<hyperlinks>".utf8)
    return before + links + Array("</hyperlinks>".utf8) + contents[place.lowerBound...]
  }

  /// Adds a part that is not as the library has written it.
  private static func add(
    _ contents: [UInt8], _ name: String, _ compression: Compression, path: String,
    to zip: inout ZipWriter
  ) throws(WorkbookError) {
    let piece = try Piece(contents[...], isLast: true, compression, path)
    try zip.add(name, piece.extent) { file throws(WorkbookError) in
      try unsafe file.write(piece.compressed.bytes)
    }
  }

  private static func add(
    _ runs: [SheetRows], around contents: [UInt8], _ name: String, _ compression: Compression,
    path: String, to zip: inout ZipWriter
  ) throws(WorkbookError) {
    guard let place = place(in: contents) else {
      throw WorkbookError(path: path, sheet: runs.first?.name, errno: EIO, action: "place the rows")
    }
    let before = try Piece(
      contents[..<place.lowerBound] + Array("<sheetData>".utf8), isLast: false, compression, path)
    let after = try Piece(
      Array("</sheetData>".utf8) + contents[place.upperBound...], isLast: true, compression, path)
    var extent = before.extent
    for run in runs { extent.append(run.extent) }
    extent.append(after.extent)
    try zip.add(name, extent) { file throws(WorkbookError) in
      try unsafe file.write(before.compressed.bytes)
      for run in runs { try run.copy(to: file) }
      try unsafe file.write(after.compressed.bytes)
    }
  }

  /// Whether XML ends with the end of the element that it begins with.
  static func isWhole(_ xml: [UInt8]) -> Bool {
    let text = xml[...]
    guard
      let start = text.indices.first(where: {
        text[$0] == UInt8(ascii: "<") && $0 + 1 < text.endIndex && text[$0 + 1] != UInt8(ascii: "?")
      })
    else { return false }
    let name = text[(start + 1)...].prefix { byte in
      byte > 0x20 && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "/")
    }
    let end = text.reversed().drop { $0 <= 0x20 }
    return end.starts(with: (Array("</".utf8) + name + Array(">".utf8)).reversed())
  }

  private static func write(
    _ bytes: ArraySlice<UInt8>, to file: DiskFile
  ) throws(WorkbookError) {
    var failure: WorkbookError?
    unsafe bytes.withUnsafeBytes { bytes in
      do throws(WorkbookError) { try unsafe file.write(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// A short piece of a part, compressed.
  private struct Piece: ~Copyable {
    let extent: StreamExtent
    let compressed: ByteBuffer

    init(
      _ bytes: ArraySlice<UInt8>, isLast: Bool, _ compression: Compression, _ path: String
    ) throws(WorkbookError) {
      var compressed = ByteBuffer(capacity: 4_096)
      var extent = StreamExtent()
      var isDone = true
      unsafe bytes.withUnsafeBytes { bytes in
        do throws(PieceCompressionError) {
          let compressor = try compression.compressor()
          try unsafe compressor.compress(bytes, isLast: isLast, to: &compressed)
          extent = StreamExtent(
            size: Int64(bytes.count), compressedSize: Int64(compressed.count),
            checksum: unsafe compressor.checksum(bytes))
        } catch {
          isDone = false
        }
      }
      guard isDone else { throw RowStream.refusal(path) }
      self.extent = extent
      self.compressed = compressed
    }
  }
}
