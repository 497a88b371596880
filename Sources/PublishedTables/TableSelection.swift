import Publishing

/// The rows that a query asks for: how many, their totals, and where they begin in the file.
struct TableSelection: Sendable {
  /// Where rows begin.
  enum Places: Sendable {
    /// In the order of the file: the place of every `step`th row, from which the others follow.
    case marks([Int])
    /// Each row, in the order asked for.
    case each([Int])
  }

  var rows = 0
  var totals: [String: ControlTotal] = [:]
  var places: Places

  /// How many rows lie from one mark to the next.
  static let stride = 64
  /// How many rows can be put in order: at 48 bytes each while they are sorted.
  static let sortLimit = 2_000_000

  /// About what it takes in memory.
  var bytes: Int {
    switch places {
    case .marks(let marks): 256 + marks.count * 8
    case .each(let offsets): 256 + offsets.count * 8
    }
  }

  /// Reads the whole file once.
  init(_ query: TableQuery, of table: PublishedTable, sortLimit: Int = Self.sortLimit) throws {
    var filter = try RowFilter(query, table: table)
    var reader = try RecordReader.open(table)
    var sums = TableTotals(table)
    let order = try query.order.map { order in
      guard let index = table.index(of: order.column) else {
        throw TableError.unknownColumn(order.column)
      }
      return (index: index, kind: table.columns[index].kind, descending: order.descending)
    }
    var marks: [Int] = []
    var keys: [SortKey] = []
    var empties: [Int] = []
    var rests: [UInt8] = []
    while try reader.advance() {
      guard filter.allows(reader) else { continue }
      if let order {
        guard rows < sortLimit else { throw TableError.tooManyToSort(limit: sortLimit) }
        let field = reader.fields[order.index]
        if let key = SortKey(reader, field, kind: order.kind, rests: &rests) {
          keys.append(key)
        } else {
          empties.append(reader.offset)
        }
      } else if rows % Self.stride == 0 {
        marks.append(reader.offset)
      }
      rows += 1
      sums.add(reader)
    }
    totals = sums.totals
    if let order {
      keys.sort { SortKey.precedes($0, $1, descending: order.descending, rests: rests) }
      places = .each(keys.map(\.offset) + empties)
    } else {
      places = .marks(marks)
    }
  }
}
