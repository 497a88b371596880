public import Inventory
public import Values

/// A movement as a summary keeps it, in its place of its pair's chain.
public struct SummaryRow: Sendable {
  /// What a movement says beyond its quantity when it is not plain.
  public struct Detail: Sendable {
    /// The movement's id.
    public var id: UUIDBytes
    /// The balance before it as the ledger says, scale 3.
    public var before: StoredDecimal
    /// The balance after it as the ledger says, scale 3.
    public var after: StoredDecimal
  }

  /// When it happened.
  public var createdAt: Instant
  /// The pair's number in the summary.
  public var pair: Int
  /// Its type, by its number in the summary.
  public var type: Int
  /// What moved, signed, scale 3.
  public var quantity: StoredDecimal
  /// The bytes of a transfer's reference, where the age of the stock is carried on; else empty.
  public var reference: [UInt8]
  /// Nil for a movement that starts from the balance before it, and adds up.
  public var detail: Detail?
}

/// The movements of a summary in order of `createdAt`, the chain's within a pair.
public struct SummaryRows {
  private var input: SummaryInput
  private var left: UInt64
  private var at: Int64
  private let pairs: Int
  /// Whether the movements of a type have a reference.
  private let haveReference: [Bool]

  init(
    _ input: SummaryInput, count: UInt64, from: Instant, pairs: Int, haveReference: [Bool]
  ) {
    self.input = input
    left = count
    at = from.microseconds
    self.pairs = pairs
    self.haveReference = haveReference
  }

  /// The next movement; nil at the end.
  ///
  /// Throws `SummaryDoubt` when the file changed under the reading.
  public mutating func next() throws -> SummaryRow? {
    guard left > 0 else { return nil }
    left -= 1
    at &+= Int64(truncatingIfNeeded: try input.number())
    let head = try input.number()
    let type = try input.count(upTo: haveReference.count - 1)
    guard head &>> 1 < UInt64(pairs) else {
      throw SummaryDoubt("the summary refers to a pair that it does not have")
    }
    var reference: [UInt8] = []
    if haveReference[type] { reference = try input.text() }
    let createdAt = Instant(microseconds: at)
    let pair = Int(head &>> 1)
    guard head & 1 == 1 else {
      return SummaryRow(
        createdAt: createdAt, pair: pair, type: type, quantity: StoredDecimal(try input.signed()),
        reference: reference)
    }
    let id = try input.id()
    let quantity = StoredDecimal(bits: try input.word())
    let before = StoredDecimal(bits: try input.word())
    let after = StoredDecimal(bits: try input.word())
    return SummaryRow(
      createdAt: createdAt, pair: pair, type: type, quantity: quantity, reference: reference,
      detail: .init(id: id, before: before, after: after))
  }
}
