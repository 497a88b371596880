import Foundation
import Publishing
public import Reports
import ReportWriters
public import StateStore

extension ReviewService {
  /// What an export made.
  public struct Export: Sendable {
    /// The order.
    public var order: ReviewOrder
    /// Whether it was there before, made by an earlier request of the same mark.
    public var isRepeated: Bool
    /// Approved lines that are not in it, with the reason.
    public var leftOut: [ReviewError.LeftOut]
  }

  /// What an export would take, for whoever looks at it before.
  public struct Ready: Hashable, Sendable {
    /// How many lines.
    public var lines: Int
    /// What they cost, scale 2, without lines of unknown cost.
    public var value: Int128
    /// A digest of the lines and their versions: another line or any change of one makes another.
    public var digest: String

    init(_ lines: [ReviewLine]) {
      self.lines = lines.count
      value = lines.reduce(0) { $0 + Int128($1.value ?? 0) }
      let versions = lines.map { "\($0.id) \($0.version)\n" }.sorted().joined()
      digest = ReviewService.hash(Array(versions.utf8))
    }
  }

  /// Makes an order of a supplier's approved lines, in the stores that the reviewer sees.
  ///
  /// Files, order and lines come about together or not at all; a line that is in an order is never
  /// in a second one. The same request with the same `key` by the same buyer gives the order that is
  /// there. `run` and `expecting`, the digest of what is ready, are what the buyer looked at; nil for
  /// whatever there is. Throws `ReviewError`, or `StateError` when the files cannot be written.
  public func export(
    supplier: String, store: UUIDBytes? = nil, key: String, run: String? = nil,
    expecting digest: String? = nil, by reviewer: Reviewer
  ) throws -> Export {
    guard supplier != ReviewKey.noSupplier else { throw ReviewError.noSupplier }
    let request = ExportRequest(supplier: supplier, store: store, run: run, expecting: digest)
    let mark = ExportRequest.mark(key, by: reviewer.name)
    return try state.changeReview(of: output) { review in
      guard let book = review.book else { throw ReviewError.notFound("supplier") }
      let (lines, leftOut) = Self.exportable(
        try review.lines(approved(of: supplier, store, for: reviewer)))
      if let order = try review.order(idempotencyKey: mark) {
        guard order.request == request.digest else { throw ReviewError.keyUsed }
        return Export(order: order, isRepeated: true, leftOut: leftOut)
      }
      if let run, run != book.run { throw ReviewError.otherRun(book.day.description) }
      guard let first = lines.first else { throw ReviewError.nothingToExport(leftOut) }
      let ready = Ready(lines)
      if let digest, digest != ready.digest { throw ReviewError.otherThanSeen(lines: ready.lines) }
      guard let value = Int64(exactly: ready.value) else { throw ReviewError.tooLarge }
      let now = clock()
      var order = ReviewOrder(
        supplier: supplier, supplierName: first.labels.supplier, createdAt: now,
        day: calendar.day(of: now), createdBy: reviewer.name, idempotencyKey: mark,
        request: request.digest, lines: ready.lines, value: value, currency: book.currency)
      order.id = try review.nextOrder()
      try writeFiles(&order, lines)
      try review.add(order, lines: lines)
      onStep(.orderAdded)
      let recorder = LineRecorder(review: review, book: book, actor: reviewer.name, at: now)
      for line in lines {
        var ordered = line
        ordered.stance = ReviewStance(
          decision: .ordered(order: order.id, quantity: line.quantity), seen: line.figures,
          wasSuggested: line.isSuggested, at: now, by: reviewer.name)
        ordered.noteChange()
        try recorder.record(.exported, ordered, before: line, order: order.id)
      }
      onStep(.linesMarked)
      return Export(order: order, isRepeated: false, leftOut: leftOut)
    }
  }

  /// What an export of a supplier would take now, and what it would leave out.
  public func exportable(
    supplier: String, for reviewer: Reviewer
  ) throws -> (ready: Ready, leftOut: [ReviewError.LeftOut]) {
    let lines = try state.readReview(of: output) {
      try $0.lines(approved(of: supplier, nil, for: reviewer))
    }
    let (ready, leftOut) = Self.exportable(lines)
    return (Ready(ready), leftOut)
  }

  /// A file of an order, the same bytes as when it was exported.
  ///
  /// Throws `StateError` when the file is gone or is another.
  public func file(of order: ReviewOrder, _ format: OrderFormat) throws -> [UInt8] {
    let name = Self.name(of: order, format)
    let bytes = try files.contents(of: name)
    guard Self.hash(bytes) == order.hash(of: format) else {
      throw StateError(
        unexpected: "the file of order \(order.id) is not what was exported", path: name)
    }
    return bytes
  }

  private func approved(
    of supplier: String, _ store: UUIDBytes?, for reviewer: Reviewer
  ) -> ReviewQuery {
    var query = wholeSupplier(supplier, store, for: reviewer)
    query.states = [.approved]
    return query
  }

  private static func exportable(
    _ lines: [ReviewLine]
  ) -> (ready: [ReviewLine], leftOut: [ReviewError.LeftOut]) {
    var ready: [ReviewLine] = []
    var leftOut: [ReviewError.LeftOut] = []
    for line in lines {
      guard line.isReadyToExport else {
        leftOut.append(
          .init(
            line: line,
            why: "It is no longer suggested. Approve it again with a reason, or dismiss it."))
        continue
      }
      do {
        try OrderQuantity.check(line.quantity, line.terms)
        ready.append(line)
      } catch {
        leftOut.append(.init(line: line, why: "\(error)"))
      }
    }
    return (ready, leftOut)
  }

  private func writeFiles(_ order: inout ReviewOrder, _ lines: [ReviewLine]) throws {
    let workbook = try files.unfinishedPath()
    let csv = try files.unfinishedPath()
    defer {
      files.discard(workbook)
      files.discard(csv)
    }
    try OrderWorkbook.write(order, lines: lines, to: workbook)
    let csvBytes = csvBytes(order, lines)
    try Data(csvBytes).write(to: URL(filePath: csv))
    order.workbookHash = Self.hash(Array(try Data(contentsOf: URL(filePath: workbook))))
    order.csvHash = Self.hash(csvBytes)
    onStep(.filesWritten)
    try files.keep(workbook, as: Self.name(of: order, .xlsx))
    onStep(.workbookKept)
    try files.keep(csv, as: Self.name(of: order, .csv))
  }

  private func csvBytes(_ order: ReviewOrder, _ lines: [ReviewLine]) -> [UInt8] {
    let encoder = CSVRowEncoder(
      table: OrderTable.definition, calendar: calendar, formulaGuard: true)
    var bytes: [UInt8] = []
    encoder.appendHeader(to: &bytes)
    var row = RowBuffer()
    for line in lines {
      row.removeAll()
      OrderTable.append(line, of: order, to: &row)
      encoder.append(row, to: &bytes)
    }
    return bytes
  }

  private static func name(of order: ReviewOrder, _ format: OrderFormat) -> String {
    "\(order.hash(of: format)).\(format.rawValue)"
  }

  static func hash(_ bytes: [UInt8]) -> String {
    String(ContentHash.sha256(bytes).dropFirst("sha256:".count))
  }
}

/// Where an export may die; tests do.
enum ExportStep: CaseIterable, Codable {
  case filesWritten, workbookKept, orderAdded, linesMarked
}

/// A kind of file that an order is exported as.
public enum OrderFormat: String, CaseIterable, Sendable {
  /// A workbook that can be sent to the supplier.
  case xlsx
  /// Lines for another program.
  case csv
}

extension ReviewOrder {
  /// The SHA-256 of one of its files, in hexadecimal digits.
  public func hash(of format: OrderFormat) -> String {
    format == .xlsx ? workbookHash : csvHash
  }
}
