import Columns
import Reports
import Values

/// The age and the cost of every pair's stock at the end of a date, folded from the whole ledger.
///
/// Movements come in order of time, those of a pair in chain order. They are netted for each pair and
/// business date; when a date is over, what it touched goes through the five steps (`settle`). What
/// stays is a few words for each pair, its layers in a pool of blocks, and the slices in transit;
/// nothing of a movement is kept beyond its date.
public struct AgeingFold {
  /// The date at whose end the stock is aged.
  let date: Day
  /// The end of the date, or the snapshot's time while it is not over.
  let end: Instant
  /// What the products cost on each date; to be set before any movement.
  var prices: DailyPrices?
  /// The references of transfers.
  let references: TransferReferences
  let calendar: BusinessCalendar
  let memory: MemoryBudget

  var pairs: SpillableColumn<PairState>
  var pool: LayerPool
  var lost: SparseColumn<LostStock>
  var transit: GoodsInTransit
  /// Transfers in that nothing in transit was found for, in order of their dates.
  var unmatched: [UnmatchedTransfer] = []
  var flows: CostFlows
  /// The pairs that moved since `flows.from`, each with its state before that.
  var openings: SparseColumn<Opening>

  /// What it waits for to be restored; nil when it was, or reads the whole ledger.
  private(set) var carry: Carry?

  /// The date whose movements are being netted, in days since 1970-01-01.
  var today = noDay
  private var todayEnds = Instant.distantPast
  var nets: [DateNet] = []
  /// Movements of the date that are not in `nets` yet; they are netted many at a time, so that the
  /// looks at memory for several pairs overlap.
  private var waiting: [DateNet] = []
  private static let mostWaiting = 64
  var transfers: [TransferNet] = []
  /// The ids of the stores by their numbers.
  var storeIDs: [UUIDBytes?] = []

  /// What a count took, for up to 31 days: what the next count finds again keeps its age.
  struct LostStock: BitwiseCopyable, Sendable, Equatable {
    /// So many days it can be found again.
    static let days: Int32 = 31

    /// Scale 3; 0 for none.
    var quantity: Int64 = 0
    /// The oldest date that it was taken from.
    var since = noDay
    /// When it was taken last.
    var on = noDay
    /// The marks of all that was taken.
    var marks = LayerMarks.none
  }

  /// A transfer in of which it is not known where it came from.
  struct UnmatchedTransfer: BitwiseCopyable, Sendable, Equatable {
    /// So many days it is remembered, to be told of.
    static let days: Int32 = 31

    var pair: Int32
    var reference: Int32
    var on: Int32
    var quantity: Int64

    func isForgotten(on day: Int32) -> Bool { day - on >= Self.days }
  }

  /// What an earlier reading carried on: the state of all pairs at an instant, but of some products,
  /// whose movements come again from the first one on.
  struct Carry: Sendable {
    /// The first instant of the date behind it.
    var end: Instant
    /// The numbers of the products that it is not used for.
    var reread: Set<Int32>
    /// The pairs of such products that it is used for all the same, since the ledger has lost them.
    var kept: Set<Int32>

    /// Whether a movement before its end counts.
    func counts(product: Int32, pair: Int32) -> Bool {
      reread.contains(product) && !kept.contains(pair)
    }
  }

  /// A pair before the first movement of the month, or none while it did not move.
  struct Opening: BitwiseCopyable, Sendable {
    var hasMoved = false
    var state = PairState()
  }

  /// A fold for the stock at the end of a date of a plan; what moved since its month began has effects,
  /// unless they are not wanted.
  init(
    _ ageing: BookPlan.Ageing, calendar: BusinessCalendar, references: TransferReferences,
    memory: MemoryBudget = .unlimited, countsEffects: Bool = true
  ) {
    date = ageing.date
    end = ageing.end
    self.references = references
    self.calendar = calendar
    self.memory = memory
    pairs = SpillableColumn(memory: memory)
    pool = LayerPool(memory: memory)
    lost = SparseColumn(LostStock(), memory: memory)
    transit = GoodsInTransit(memory: memory)
    flows = CostFlows(
      from: countsEffects ? date.firstOfMonth.daysSinceEpoch : .max, memory: memory)
    openings = SparseColumn(Opening(), memory: memory)
  }

  /// Counts a movement whose place in the pair's chain is known.
  ///
  /// `balance` is the one before it, nil when it is the pair's first ever. What happens at or after the
  /// end is passed over.
  mutating func count(
    _ movement: PlacedMovement, at instant: Instant, product: Int32,
    category: @autoclosure () -> Int32, store: Int32, storeID: @autoclosure () -> UUIDBytes,
    from balance: StoredDecimal?
  ) {
    guard instant < end else { return }
    if let carry, instant < carry.end, !carry.counts(product: product, pair: movement.pair) {
      return
    }
    if instant >= todayEnds { begin(instant) }
    grow(to: Int(movement.pair))
    waiting.append(
      DateNet(
        movement, product: product, store: store,
        category: today >= flows.from ? category() : -1, from: balance))
    if waiting.count == Self.mostWaiting { net() }
    guard movement.kind == .transfer else { return }
    know(storeID(), as: store)
    transfers.append(
      TransferNet(
        pair: movement.pair, reference: movement.reference, quantity: movement.quantity))
  }

  /// Adds what waits to the sums of its pairs.
  mutating func net() {
    var places = InlineArray<64, Int32>(repeating: -1)
    for number in waiting.indices { places[number] = pairs[Int(waiting[number].pair)].place }
    for number in waiting.indices {
      let pair = Int(waiting[number].pair)
      // It may have got its place from one that waited before it.
      let place = places[number] < 0 ? pairs[pair].place : places[number]
      if place < 0 {
        pairs[pair].place = Int32(nets.count)
        nets.append(waiting[number])
      } else {
        nets[Int(place)].add(waiting[number])
      }
    }
    waiting.removeAll(keepingCapacity: true)
  }

  /// Ends the reading.
  mutating func finish() {
    settle()
    today = date.daysSinceEpoch
  }

  mutating func know(_ id: UUIDBytes, as store: Int32) {
    while storeIDs.count <= Int(store) { storeIDs.append(nil) }
    storeIDs[Int(store)] = id
  }

  /// Waits for what an earlier reading carried on: until then, only other products count.
  mutating func wait(for carry: Carry) { self.carry = carry }

  /// Ends what comes before a carry, which is put in next.
  mutating func endBeforeCarry() {
    settle()
    todayEnds = .distantPast
    carry = nil
  }

  /// Ends the present date and begins that of an instant.
  private mutating func begin(_ instant: Instant) {
    settle()
    let day = calendar.day(of: instant)
    today = day.daysSinceEpoch
    todayEnds = calendar.start(of: day.advanced(by: 1))
    transit.clear(on: today)
    if unmatched.count > 1 << 12, unmatched[unmatched.count / 2].isForgotten(on: today) {
      unmatched.removeAll { [today] transfer in transfer.isForgotten(on: today) }
    }
  }

  /// The references of what is in transit or remembered, and of the present date's transfers.
  var usedReferences: Set<Int32> {
    var used = Set(unmatched.map(\.reference))
    for transfer in transfers { used.insert(transfer.reference) }
    for slice in transit.slices where slice.layer.quantity > 0 { used.insert(slice.reference) }
    return used
  }
}
