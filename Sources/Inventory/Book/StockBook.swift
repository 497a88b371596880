public import Columns
import Values

/// The three tables folded into a few exact integers for each product in a store.
///
/// Feed it in this order: the products, the levels, the undated movements, the earlier movements in
/// any order, those of `pairsWithTies` again in order, then the movements from
/// `plan.orderedFrom` on in order of `created_at`, and `finish()`. When the stock's age is folded there
/// are no earlier ones: all come in order, or what an earlier reading carried on (`restoreAges`). Then it answers for every period,
/// window and instant of its plan. It holds no row of the ledger.
public struct StockBook {
  /// What it was made to answer.
  public let plan: BookPlan
  /// What the columns of the pairs share; what is kept for each product is not in it.
  public let memory: MemoryBudget
  /// The products.
  public var catalogue = Catalogue()
  /// What the products cost and sold for at the instants of the plan; to be set after the products are
  /// there and before any movement.
  public var prices = KnownPrices() {
    didSet {
      flowPrices = flows.map { prices.moment(at: $0.end) }
      for index in ageings.indices { ageings[index].prices = prices.history }
    }
  }
  /// The prices at the end of each flow, at which its movements are valued.
  var flowPrices: [PriceMoment]

  /// Whether the service keeps `is_low_stock` by itself, so that it can be wrong.
  public var checksLowStockFlag = false
  /// Whether a store's name is not UTF-8, and so is shown with escapes.
  public var hasUnreadableStore = false

  var stores = StoreDirectory()
  var pairs: PairIndex
  var levels: SpillableColumn<StockLevel>
  var movementTypes: [(name: String, kind: MovementKind)] = []
  var undated: [Int32: Int] = [:]
  var notANumber: Set<Int32> = []
  /// Those of them that a dated movement makes so.
  var ledgerNaN: Set<Int32> = []
  var observer: LedgerObserver?
  /// What moved at or after the end of what is observed.
  ///
  /// Not in the observer: binding that would share the columns, and each movement would copy
  /// them.
  var movedSinceObserved: SparseColumn<StoredDecimal>
  /// Up to when balances are kept up for the observer, whatever the marks need.
  var balancesUntil = Instant.distantPast
  var running: RunningBalances
  /// Whether every mark is taken, and with them every period and window over: from then on the
  /// balances are no longer kept up, so that the last mark shares them instead of copying them.
  var isPastMarks = false
  var marks: [BalanceMark]
  var flows: [PeriodFold]
  var windows: [DemandFold]
  /// One for each of the plan's dates, and the one that is carried on.
  var ageings: [AgeingFold]
  /// Whether the last of them is carried on.
  var carriesFold = false
  /// The references of transfers, when the stock is aged.
  let references = TransferReferences()

  var instant = Instant.distantPast
  var waiting: [PlacedMovement] = []
  /// Found at the present instant, in the order of finding.
  var gapsOfInstant: [LedgerGap] = []
  /// When this number of movements wait, those of complete pairs are counted.
  var waitingLimit: Int
  let waitingStep: Int
  /// The pairs of the present instant that were counted come before this one.
  var settledUpTo: PairID?
  let onGap: (LedgerGap) throws -> Void

  /// An empty book.
  ///
  /// `onGap` is given each gap that lies in one of the plan's periods, in the order of
  /// `created_at`, `movement_id`, `kind`. `waitingLimit` bounds the movements of one instant that
  /// are held at once, as an import of one transaction writes them by the million. What is kept for
  /// each pair lies in columns of `memory`.
  public init(
    plan: BookPlan, memory: MemoryBudget = .unlimited, waitingLimit: Int = 1 << 16,
    onGap: @escaping (LedgerGap) throws -> Void = { _ in }
  ) {
    self.plan = plan
    self.waitingLimit = waitingLimit
    waitingStep = waitingLimit
    self.onGap = onGap
    self.memory = memory
    pairs = PairIndex(memory: memory)
    levels = SpillableColumn(memory: memory)
    running = RunningBalances(memory: memory)
    movedSinceObserved = SparseColumn(.zero, memory: memory)
    marks = plan.marks.map { BalanceMark(instant: $0, memory: memory) }
    flows = plan.flows.map { flow in
      PeriodFold(
        start: flow.start, end: flow.end,
        days: DayCursor(first: flow.firstDay, last: flow.lastDay, calendar: plan.calendar),
        memory: memory)
    }
    flowPrices = flows.map { PriceMoment(instant: $0.end) }
    windows = plan.windows.map { window in
      DemandFold(
        days: DayCursor(first: window.firstDay, last: window.lastDay, calendar: plan.calendar),
        end: window.end, rearmMargin: window.rearmMargin, memory: memory)
    }
    ageings = plan.ageings.map { [references] in
      AgeingFold($0, calendar: plan.calendar, references: references, memory: memory)
    }
  }
}

/// What `stock_levels` says of a pair; without a row, on hand and limits are 0.
struct StockLevel: Sendable {
  var hasRow = false
  var lowStockFlag: Bool?
  var onHand = StoredDecimal.zero
  var reorderLevel = StoredDecimal.zero
  var maxStock = StoredDecimal.zero
}

/// The latest movement of each pair as far as the ledger is read.
struct RunningBalances: Sendable {
  /// When it happened; `Int64.min` when there is none yet.
  var at: SpillableColumn<Int64>
  /// The balance after it.
  var after: SpillableColumn<StoredDecimal>
  /// Several earlier movements of that instant, whose order is not known yet.
  var tied: Set<Int32> = []

  init(memory: MemoryBudget) {
    at = SpillableColumn(memory: memory)
    after = SpillableColumn(memory: memory)
  }

  mutating func grow() {
    at.append(.min)
    after.append(.zero)
  }

  func balance(_ pair: Int) -> StoredDecimal? {
    pair < at.count && at[pair] != .min ? after[pair] : nil
  }

  mutating func move(_ pair: Int, at instant: Instant, to balance: StoredDecimal) {
    at[pair] = instant.microseconds
    after[pair] = balance
  }
}
