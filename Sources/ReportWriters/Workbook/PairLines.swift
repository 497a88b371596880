import Reports
import Values

/// Where the line of each product in a store stands, so that what another table finds about it leads
/// there.
///
/// Sixteen bytes for each line of the first table that has such lines, and none when it has more than a
/// quarter of a million.
struct PairLines {
  /// The columns of a table that say which product in which store a row is about.
  struct Columns {
    let store: Int
    let product: Int

    /// The columns of a table; nil when it is not about products in stores.
    init?(_ table: TableDefinition) {
      guard let store = table.index(of: "store_id"), let product = table.index(of: "product_id"),
        table.columns[store].type == .uuid, table.columns[product].type == .uuid
      else { return nil }
      self.store = store
      self.product = product
    }

    /// The pair of the row that begins at a cell; nil when one of the two is empty.
    func pair(_ cells: [Cell], from first: Int) -> UInt64? {
      guard case .uuid(let store) = cells[first + store],
        case .uuid(let product) = cells[first + product]
      else { return nil }
      return PairLines.mixed(store, product)
    }
  }

  private struct Line {
    let pair: UInt64
    let row: UInt32
  }

  private static let most = 250_000

  /// The columns of its own table.
  let columns: Columns
  private var lines: ContiguousArray<Line> = []
  private var isTooLong = false

  init(_ columns: Columns) {
    self.columns = columns
  }

  /// Keeps in which row a pair stands.
  mutating func add(_ pair: UInt64, row: Int) {
    guard !isTooLong else { return }
    guard lines.count < Self.most else {
      isTooLong = true
      lines = []
      return
    }
    lines.append(Line(pair: pair, row: UInt32(row)))
  }

  /// Puts the lines in order, once all are known.
  mutating func end() {
    lines.sort { ($0.pair, $0.row) < ($1.pair, $1.row) }
  }

  /// The first row of a pair; nil when it has none.
  func row(of pair: UInt64) -> Int? {
    var low = 0
    var high = lines.count
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].pair < pair { low = middle + 1 } else { high = middle }
    }
    return low < lines.count && lines[low].pair == pair ? Int(lines[low].row) : nil
  }

  /// A pair in 64 bits: of a quarter of a million, two are the same once in a billion workbooks.
  private static func mixed(_ store: UUIDBytes, _ product: UUIDBytes) -> UInt64 {
    func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
      let product = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
      return product ^ (product >> 29)
    }
    return mix(mix(mix(mix(0, store.high), store.low), product.high), product.low)
  }
}
