import Columns

/// Numbers product-store pairs, or other pairs of small numbers, from 0 on in the order in which they
/// come.
///
/// Every movement asks for its pair, in no order, so a look must touch little memory: each store has
/// pages of 64 products next to each other by their numbers, made when the first of the 64 comes.
struct PairIndex: Sendable {
  /// The store's number of each pair.
  private(set) var stores: SpillableColumn<Int32>
  /// The product's number of each pair.
  private(set) var products: SpillableColumn<Int32>
  /// The first entry of each page, `pagesPerStore` for each store; -1 for a page without a pair.
  private var pages: SpillableColumn<Int32>
  private var pagesPerStore = 1
  /// The pairs' numbers, 64 for each page; -1 for a product that the store does not have.
  private var entries: SpillableColumn<Int32>

  init(memory: MemoryBudget = .unlimited) {
    stores = SpillableColumn(memory: memory)
    products = SpillableColumn(memory: memory)
    pages = SpillableColumn(memory: memory)
    entries = SpillableColumn(memory: memory)
  }

  var count: Int { stores.count }

  /// The number of a pair, or nil when it has none.
  @inline(__always)
  func find(store: Int32, product: Int32) -> Int? {
    let page = Int(product) >> 6
    let place = Int(store) &* pagesPerStore &+ page
    guard page < pagesPerStore, place < pages.count, pages[place] >= 0 else { return nil }
    let entry = entries[Int(pages[place]) &+ Int(product) & 63]
    return entry < 0 ? nil : Int(entry)
  }

  /// The number of a pair, given now when it has none.
  @inline(__always)
  mutating func insert(store: Int32, product: Int32) -> (number: Int, isNew: Bool) {
    if let known = find(store: store, product: product) { return (known, false) }
    return (add(store, product), true)
  }

  private mutating func add(_ store: Int32, _ product: Int32) -> Int {
    let page = Int(product) >> 6
    if page >= pagesPerStore { widen(to: max(page + 1, pagesPerStore * 2)) }
    let place = Int(store) * pagesPerStore + page
    while pages.count <= place { pages.append(-1) }
    if pages[place] < 0 {
      pages[place] = Int32(entries.count)
      entries.append(repeating: -1, count: 64)
    }
    let number = stores.count
    entries[Int(pages[place]) + Int(product) & 63] = Int32(number)
    stores.append(store)
    products.append(product)
    return number
  }

  private mutating func widen(to width: Int) {
    var wider = SpillableColumn<Int32>(memory: pages.memory)
    for start in stride(from: 0, to: pages.count, by: pagesPerStore) {
      let row = start..<min(start + pagesPerStore, pages.count)
      for place in row { wider.append(pages[place]) }
      wider.append(repeating: -1, count: width - row.count)
    }
    pages = wider
    pagesPerStore = width
  }
}
