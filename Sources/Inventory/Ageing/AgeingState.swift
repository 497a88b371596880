import Columns
import Reports
public import Values

/// All that the fold knows of a pair at the end of a date: put in again, it goes on as if it had read
/// the ledger before.
///
/// Effects of the month are not in it, so it must be of a date before the month whose flows are asked
/// for.
public struct AgeingState: Equatable, Sendable {
  /// A part of a transfer out that came in nowhere yet.
  struct Sent: Equatable, Sendable {
    var leftOn: Int32
    /// The bytes of the transfer's reference; empty for none.
    var reference: [UInt8]
    var layer: StockLayer
    /// What a unit cost on average, scale 8.
    var unitCost: WideDecimal
  }

  /// A transfer in of which it is not known where it came from.
  struct Unmatched: Equatable, Sendable {
    var on: Int32
    var reference: [UInt8]
    var quantity: Int64
  }

  /// The dates, the quantity and the average; the chain in it has no meaning.
  var pair = PairState()
  /// Oldest first.
  var layers: [StockLayer] = []
  var lost = AgeingFold.LostStock()
  /// In the order in which they can be taken.
  var sent: [Sent] = []
  /// In the order of dates and references.
  var unmatched: [Unmatched] = []

  /// Nothing is known yet.
  init() {}

  /// Whether nothing is known of the pair.
  public var isEmpty: Bool { self == AgeingState() }

  /// The same dates, quantities and costs; where the layers lie does not matter.
  public static func == (left: AgeingState, right: AgeingState) -> Bool {
    left.pair.isSame(right.pair) && left.layers == right.layers && left.lost == right.lost
      && left.sent == right.sent && left.unmatched == right.unmatched
  }
}

extension PairState {
  fileprivate func isSame(_ other: PairState) -> Bool {
    firstDay == other.firstDay && lastSale == other.lastSale && lastReceipt == other.lastReceipt
      && soldFrom == other.soldFrom && soldMarks == other.soldMarks && debtSince == other.debtSince
      && isVoid == other.isVoid
      && average == other.average
  }
}

/// Takes the states of pairs out of a fold at the end of its present date.
public struct AgeingCarry {
  private let fold: AgeingFold
  /// The date at whose end the states are.
  public let day: Day
  /// The places of each pair's slices and unmatched transfers.
  private var sent: [Int32: [Int]] = [:]
  private var unmatched: [Int32: [Int]] = [:]

  /// What was read up to the end of `day`; `pairs` has the numbers of the fold's pairs.
  init(_ fold: AgeingFold, pairs: PairIndex, day: Day) {
    self.fold = fold
    self.day = day
    let day = day.daysSinceEpoch
    for (place, slice) in fold.transit.slices.enumerated()
    where slice.isRemembered(on: day) {
      guard let pair = pairs.find(store: slice.store, product: slice.product) else { continue }
      sent[Int32(pair), default: []].append(place)
    }
    for (place, transfer) in fold.unmatched.enumerated()
    where !transfer.isForgotten(on: day) {
      unmatched[transfer.pair, default: []].append(place)
    }
  }

  /// What a finished book carries on; nil when it does not.
  public init?(_ book: StockBook) {
    guard book.carriesFold, let fold = book.ageings.last else { return nil }
    self.init(fold, pairs: book.pairs, day: fold.date)
  }

  /// The state of a pair.
  public func state(of pair: Int) -> AgeingState {
    var state = AgeingState()
    state.pair = fold.state(pair)
    fold.pool.read(state.pair.chain, into: &state.layers)
    let lost = fold.lost[pair]
    if !state.pair.isVoid, lost.quantity > 0, !lost.isForgotten(on: day.daysSinceEpoch) {
      state.lost = lost
    }
    state.sent = (sent[Int32(pair)] ?? []).map { place in
      let slice = fold.transit.slices[place]
      return AgeingState.Sent(
        leftOn: slice.leftOn, reference: Array(fold.references.text(slice.reference)),
        layer: slice.layer, unitCost: slice.unitCost)
    }
    state.unmatched = (unmatched[Int32(pair)] ?? []).map { place in
      let transfer = fold.unmatched[place]
      return AgeingState.Unmatched(
        on: transfer.on, reference: Array(fold.references.text(transfer.reference)),
        quantity: transfer.quantity)
    }
    return state
  }
}

/// Puts the states of pairs into a fold that has read nothing yet.
struct AgeingRestoring {
  private var slices: [GoodsInTransit.Slice] = []
  private var unmatched: [(product: Int32, store: Int32, transfer: AgeingFold.UnmatchedTransfer)] =
    []

  /// Puts in the state of a pair.
  mutating func put(
    _ state: AgeingState, as pair: Int, product: Int32, store: Int32, storeID: UUIDBytes,
    into fold: inout AgeingFold
  ) {
    var aged = AgedPair(state: state.pair, layers: state.layers)
    aged.state.chain = LayerPool.Chain()
    fold.store(aged, as: pair)
    if state.lost.quantity > 0 { fold.lost[pair] = state.lost }
    if !state.sent.isEmpty || !state.unmatched.isEmpty { fold.know(storeID, as: store) }
    for sent in state.sent {
      slices.append(
        GoodsInTransit.Slice(
          product: product, store: store,
          reference: fold.references.number(of: sent.reference.span), leftOn: sent.leftOn,
          layer: sent.layer, unitCost: sent.unitCost))
    }
    for transfer in state.unmatched {
      unmatched.append(
        (
          product, store,
          AgeingFold.UnmatchedTransfer(
            pair: Int32(pair), reference: fold.references.number(of: transfer.reference.span),
            on: transfer.on, quantity: transfer.quantity)
        ))
    }
  }

  /// Ends with all pairs put in, at the end of `day`.
  ///
  /// `pairs` has the numbers of the fold's pairs.
  consuming func finish(_ fold: inout AgeingFold, day: Day, pairs: PairIndex) {
    unmatched += fold.unmatched.map { transfer in
      let pair = Int(transfer.pair)
      return (pairs.products[pair], pairs.stores[pair], transfer)
    }
    let ranks = fold.storeRanks
    let references = fold.references
    // The order in which the fold itself keeps them.
    fold.transit.restore(slices, on: day.daysSinceEpoch) { a, b in
      if a.leftOn != b.leftOn { return a.leftOn < b.leftOn }
      if a.product != b.product { return a.product < b.product }
      if a.store != b.store { return ranks[Int(a.store)] < ranks[Int(b.store)] }
      if a.reference != b.reference { return references.precedes(a.reference, b.reference) }
      return a.layer.day < b.layer.day
    }
    fold.unmatched = unmatched.sorted { a, b in
      if a.transfer.on != b.transfer.on { return a.transfer.on < b.transfer.on }
      if a.product != b.product { return a.product < b.product }
      if a.store != b.store { return ranks[Int(a.store)] < ranks[Int(b.store)] }
      return references.precedes(a.transfer.reference, b.transfer.reference)
    }.map(\.transfer)
  }
}
