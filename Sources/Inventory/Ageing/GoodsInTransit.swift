import Columns
import Reports
import Values

/// What left a store by TRANSFER and has not come in elsewhere: slices with the date of their layer, so
/// that a transfer does not make stock young.
///
/// A slice waits 14 days to be taken, and is remembered until it is 45 days old, to be told of.
struct GoodsInTransit {
  /// So many days a slice can be taken.
  static let days: Int32 = 14
  /// So many days it is remembered.
  static let remembered: Int32 = 45

  /// A part of a transfer out, all of one date.
  struct Slice: BitwiseCopyable, Sendable {
    var product: Int32
    /// Where it left.
    var store: Int32
    /// Its number among the references.
    var reference: Int32
    /// When it left.
    var leftOn: Int32
    /// Since when it is there, and how much of it is on the way.
    var layer: StockLayer
    /// What a unit of the donor's stock cost then, scale 8.
    var unitCost: WideDecimal
    /// The next slice of the product with this reference, or -1.
    fileprivate var next: Int32 = -1

    init(
      product: Int32, store: Int32, reference: Int32, leftOn: Int32, layer: StockLayer,
      unitCost: WideDecimal
    ) {
      self.product = product
      self.store = store
      self.reference = reference
      self.leftOn = leftOn
      self.layer = layer
      self.unitCost = unitCost
    }
  }

  /// The slices in the order in which they left; those that were taken whole have no quantity.
  private(set) var slices: SpillableColumn<Slice>
  /// The slices of a product under a reference that can be taken, oldest first.
  private var queues: [Key: Queue] = [:]
  private var clearAt = 1 << 12
  private let memory: MemoryBudget

  private struct Key: Hashable {
    var product: Int32
    var reference: Int32
  }

  private struct Queue {
    var first: Int32
    var last: Int32
  }

  init(memory: MemoryBudget) {
    self.memory = memory
    slices = SpillableColumn(memory: memory)
  }

  /// Adds a slice that left after all others, by date, store id and date of the layer.
  mutating func add(_ slice: Slice) {
    let key = Key(product: slice.product, reference: slice.reference)
    // What a debt of the day adds to a transfer has the date of a layer of the day.
    if let queue = queues[key], slices[Int(queue.last)].hasOrigin(of: slice) {
      slices[Int(queue.last)].layer.quantity += slice.layer.quantity
      slices[Int(queue.last)].layer.marks.formUnion(slice.layer.marks)
      return
    }
    slices.append(slice)
    slices[slices.count - 1].next = -1
    enqueue(Int32(slices.count - 1), key)
  }

  private mutating func enqueue(_ number: Int32, _ key: Key) {
    if let queue = queues[key] { slices[Int(queue.last)].next = number }
    queues[key, default: Queue(first: number, last: number)].last = number
  }

  /// Takes up to a quantity of a product that left another store under a reference.
  ///
  /// Each part is given to `part`. Gives what was not found.
  mutating func take(
    _ amount: Int64, of product: Int32, reference: Int32, by store: Int32, on day: Int32,
    part: (StockLayer, _ unitCost: WideDecimal) -> Void
  ) -> Int64 {
    let key = Key(product: product, reference: reference)
    guard var queue = queues[key] else { return amount }
    var left = amount
    var number = queue.first
    var before: Int32 = -1
    while number >= 0, left > 0 {
      let slice = slices[Int(number)]
      let isOver = day - slice.leftOn > Self.days
      let found = isOver || slice.store == store ? 0 : min(left, slice.layer.quantity)
      if found > 0 {
        part(
          StockLayer(day: slice.layer.day, marks: slice.layer.marks, quantity: found),
          slice.unitCost)
        left -= found
        slices[Int(number)].layer.quantity -= found
      }
      if isOver || found == slice.layer.quantity {
        if before < 0 { queue.first = slice.next } else { slices[Int(before)].next = slice.next }
        if slice.next < 0 { queue.last = before }
      } else {
        before = number
      }
      number = slice.next
    }
    queues[key] = queue.first < 0 ? nil : queue
    return left
  }

  /// Lets go of what was taken or is too old to be told of, when there is much of it.
  mutating func clear(on day: Int32) {
    guard slices.count >= clearAt else { return }
    var kept = SpillableColumn<Slice>(memory: memory)
    for slice in slices where slice.isRemembered(on: day) { kept.append(slice) }
    replace(by: kept, on: day)
    clearAt = max(1 << 12, slices.count * 2)
  }

  /// Takes up slices that were kept elsewhere; `precedes` is the order of date, store id, reference
  /// and date of the layer.
  mutating func restore(
    _ restored: [Slice], on day: Int32, by precedes: (Slice, Slice) -> Bool
  ) {
    var kept = SpillableColumn<Slice>(memory: memory)
    let all = slices.filter { $0.isRemembered(on: day) } + restored
    for slice in all.sorted(by: precedes) { kept.append(slice) }
    replace(by: kept, on: day)
  }

  private mutating func replace(by kept: SpillableColumn<Slice>, on day: Int32) {
    slices = kept
    queues.removeAll(keepingCapacity: true)
    for number in 0..<slices.count {
      slices[number].next = -1
      let slice = slices[number]
      guard day - slice.leftOn <= Self.days else { continue }
      enqueue(Int32(number), Key(product: slice.product, reference: slice.reference))
    }
  }
}

extension GoodsInTransit.Slice {
  /// Whether it is still on the way on a day, and not too old to be told of.
  func isRemembered(on day: Int32) -> Bool {
    layer.quantity > 0 && day - leftOn <= GoodsInTransit.remembered
  }

  /// Whether it left where and when another did, with goods of the same date.
  fileprivate func hasOrigin(of other: Self) -> Bool {
    store == other.store && leftOn == other.leftOn && layer.day == other.layer.day
  }
}
