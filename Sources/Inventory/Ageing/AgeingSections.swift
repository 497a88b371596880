import Reports
import Values

/// What the lines add up to: all, by store, by category, by supplier, and by bucket of age.
struct AgeingSections: Sendable {
  /// What the lines of one group add up to; cents.
  struct Section: Sendable {
    var key = ""
    var name = ""
    var lines = 0
    var standard: Int128 = 0
    var fifo: Int128 = 0
    var average: Int128 = 0
    var carrying: Int128 = 0
    var values = [Int128](repeating: 0, count: AgeBuckets.count)
    var slow: Int128 = 0
    var dead: Int128 = 0
    // Nil as long as no line has one: nothing is provided for, or it is not known what.
    var provision: Int128?
    var writeDown: Int128?
    var allowance: Int128?
    var net: Int128?

    fileprivate mutating func add(_ line: AgeingLine) {
      lines += 1
      standard += line.standard ?? 0
      fifo += line.fifo ?? 0
      average += line.average ?? 0
      carrying += line.carrying ?? 0
      if let parts = line.values {
        for bucket in values.indices { values[bucket] += parts[bucket] }
      }
      if line.status == .slow { slow += line.carrying ?? 0 }
      if line.status == .dead { dead += line.carrying ?? 0 }
      provision = sum(provision, line.provision)
      writeDown = sum(writeDown, line.writeDown)
      allowance = sum(allowance, line.allowance)
      net = sum(net, line.netValue)
    }
  }

  private(set) var stores: [Section] = []
  private(set) var categories: [Section] = []
  private(set) var suppliers: [Section] = []
  private(set) var buckets: [BucketLine] = []
  private(set) var total = Section()

  /// No lines.
  init() {}

  init(_ ageing: StockAgeing) {
    let book = ageing.book
    var categoryGroups = LabelGroups(book.catalogue.categories)
    var supplierGroups = LabelGroups(book.catalogue.suppliers)
    var byStore = Array(repeating: Section(), count: book.stores.count)
    var byCategory = Array(repeating: Section(), count: categoryGroups.groups.count)
    var bySupplier = Array(repeating: Section(), count: supplierGroups.groups.count)
    buckets = BucketLine.all(ageing.finance.policy)
    ageing.forEachLine { line in
      let product = line.product
      let category = categoryGroups.number(of: product.category)
      let supplier = supplierGroups.number(of: product.supplier)
      total.add(line)
      byStore[Int(line.store)].add(line)
      byCategory[category].add(line)
      bySupplier[supplier].add(line)
      categoryGroups.offer(
        book.catalogue.categories[Int(product.category)], number: category, product: product.id)
      supplierGroups.offer(
        book.catalogue.suppliers[Int(product.supplier)], number: supplier, product: product.id)
      let rates = ageing.finance.terms(of: product).rates
      for bucket in buckets.indices { buckets[bucket].add(line, rates) }
    }
    for bucket in buckets.indices { buckets[bucket].total = total.carrying }
    stores = book.stores.byName.map { store in
      Self.named(
        byStore[Int(store)], key: book.stores.id(store).description, name: book.stores.name(store))
    }
    categories = Self.named(byCategory, by: categoryGroups)
    suppliers = Self.named(bySupplier, by: supplierGroups)
  }

  private static func named(_ sections: [Section], by groups: LabelGroups) -> [Section] {
    groups.byName.map {
      named(sections[$0], key: groups.groups[$0].key, name: groups.groups[$0].name)
    }
  }

  private static func named(_ section: Section, key: String, name: String) -> Section {
    var section = section
    section.key = key
    section.name = name
    return section
  }

  /// Gives the sections that have a line.
  func forEachLine(of sections: [Section], _ body: (Section) throws -> Void) rethrows {
    for section in sections where section.lines > 0 { try body(section) }
  }
}

extension AgeingSections.Section: TableLine {
  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("key", .code) { $0.key.orNone }
    columns.column("name", .text) { $0.name }
    columns.column("lines", .integer) { $0.lines }
    columns.column("standard_value", .money) { $0.standard }
    columns.column("fifo_value", .money) { $0.fifo }
    columns.column("average_value", .money) { $0.average }
    columns.column("carrying_value", .money) { $0.carrying }
    for bucket in 0..<FinancePolicy.buckets {
      columns.column(AgeBuckets.valueKeys[bucket], .money) { $0.values[bucket] }
    }
    columns.column("value_unknown", .money) { $0.values[AgeBuckets.unknown] }
    columns.column("slow_value", .money) { $0.slow }
    columns.column("dead_value", .money) { $0.dead }
    columns.column("provision", .money) { $0.provision }
    columns.column("nrv_write_down", .money) { $0.writeDown }
    columns.column("allowance", .money) { $0.allowance }
    columns.column("net_value", .money) { $0.net }
  }
}

/// The sum of two figures of which either may be missing; nil when both are.
private func sum(_ left: Int128?, _ right: Int128?) -> Int128? {
  if let left, let right { left + right } else { left ?? right }
}

/// What lies in one bucket of age.
struct BucketLine: TableLine {
  /// 1 to 6, and 7 for what came without a date.
  let bucket: Int
  let from: Int?
  let to: Int?
  let rate: Int64?
  var lines = 0
  var value: Int128 = 0
  var provision: Int128?
  /// The value of all buckets.
  var total: Int128 = 0

  /// The buckets of a policy, with nothing in them.
  static func all(_ policy: FinancePolicy) -> [BucketLine] {
    let bounds = policy.ageingDays
    let rates = policy.defaults.rates
    return (0..<AgeBuckets.count).map { place in
      let isKnown = place < AgeBuckets.unknown
      return BucketLine(
        bucket: place + 1, from: !isKnown ? nil : place == 0 ? 0 : bounds[place - 1] + 1,
        to: place < bounds.count ? bounds[place] : nil, rate: rates?[place])
    }
  }

  mutating func add(_ line: AgeingLine, _ rates: [Int64]?) {
    let place = bucket - 1
    if let quantity = line.quantities?[place], quantity != 0 { lines += 1 }
    guard let part = line.values?[place] else { return }
    value += part
    guard let rates else { return }
    provision =
      (provision ?? 0) + ExactDecimal.divide(part * Int128(rates[place]), by: 10_000)
  }

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("bucket", .integer) { $0.bucket }
    columns.column("from_days", .integer) { $0.from }
    columns.column("to_days", .integer) { $0.to }
    columns.column("provision_rate", .ratio) { $0.rate }
    columns.column("lines", .integer) { $0.lines }
    columns.column("value", .money) { $0.value }
    columns.column("share", .ratio) { ratio($0.value, of: $0.total) }
    columns.column("provision", .money) { $0.provision }
  }
}
