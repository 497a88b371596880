import Reports
import Values

@testable import Inventory

/// The tables that prove the figures, by the naive model.
extension NaiveTables {
  private func text(_ value: Int128?, _ scale: Int) -> String {
    value.map { ExactDecimal.text($0, scale: scale) } ?? ""
  }

  private func item(_ id: UUIDBytes) -> TestStock.Item {
    ledger.stock.items.first { $0.id == id } ?? TestStock.Item(-1)
  }

  private func stock(_ item: TestStock.Item, _ store: UUIDBytes) -> NaiveStock? {
    let model = model(item)
    return NaiveStock(
      model, model.pairs[store], quantity: quantity(item.id, store, at: end), date: ledger.date)
  }

  func layers() -> [TestRow] {
    pairs.flatMap { item, store -> [TestRow] in
      guard let stock = stock(item, store), stock.quantity != 0 else { return [] }
      func row(_ day: Day?, _ quantity: Int64, _ basis: String, _ age: Int?) -> TestRow {
        let known = ledger.known(item, day ?? ledger.date)
        let cost = stock.isKnown ? known.prices.cost : StoredDecimal.notANumber
        return [
          "store_id": "\(store)", "product_id": "\(item.id)", "sku": item.sku, "unit": item.unit,
          "received_on": day.map { "\($0)" } ?? "", "age_days": age.map { "\($0)" } ?? "",
          "basis": basis, "quantity": text(Int128(quantity), 3),
          "unit_cost": text(cost.value.map { Int128($0) }, 2),
          "cost_basis": !stock.isKnown
            ? "" : cost == .zero ? "missing" : known.isRecorded ? "recorded" : "current",
          "value": text(cost.value.map { Int128($0) * Int128(quantity) }, 5),
        ]
      }
      if stock.quantity < 0 {
        let since = stock.pair.firstDay == nil ? nil : stock.pair.debt?.day
        return [row(since, stock.quantity, "negative", nil)]
      }
      return (stock.undated > 0 ? [row(nil, stock.undated, "unknown", nil)] : [])
        + stock.pair.layers.map {
          row(
            $0.day, $0.quantity, $0.atLeast ? "at_least" : $0.merged ? "merged" : "known",
            $0.day.distance(to: ledger.date))
        }
    }
  }

  func inTransit() -> [TestRow] {
    let slices = models.flatMap { product, model in model.transit.map { (product, $0) } }
      .filter { $0.1.leftOn.distance(to: ledger.date) <= 14 }
    return slices.sorted { left, right in
      let (a, b) = (left.1, right.1)
      if a.leftOn != b.leftOn { return a.leftOn < b.leftOn }
      if left.0 != right.0 { return left.0 < right.0 }
      if a.store != b.store { return a.store < b.store }
      return (a.reference, a.layer.day) < (b.reference, b.layer.day)
    }.map { product, slice in
      let item = item(product)
      let cost = ledger.known(item, slice.layer.day).prices.cost.value
      return [
        "left_on": "\(slice.leftOn)", "from_store_id": "\(slice.store)",
        "from_store_name": name(slice.store), "product_id": "\(product)", "sku": item.sku,
        "unit": item.unit, "reference": slice.reference,
        "quantity": text(Int128(slice.layer.quantity), 3),
        "unit_cost": text(cost.map { Int128($0) }, 2),
        "value": text(
          cost.map {
            ExactDecimal.divide(Int128($0) * Int128(slice.layer.quantity), by: 1_000)
          }, 2),
      ]
    }
  }

  func costFlow() -> [TestRow] {
    let start = ledger.times.calendar.start(of: monthStart)
    let dayBefore = monthStart.advanced(by: -1)
    let stores = Set(pairs.map(\.store)).sorted { (name($0), $0) < (name($1), $1) }
    let types = ["PURCHASE", "SALE", "ADJUSTMENT", "TRANSFER", "OTHER"]
    let keys = ["purchases", "sales", "adjustments", "transfers", "other"]
    var rows: [TestRow] = []
    for basis in ["fifo", "average"] {
      func cents(_ stock: NaiveStock?) -> Int128 {
        let value = basis == "fifo" ? stock?.cents(stock?.fifo, 5) : stock?.cents(stock?.pair.v, 8)
        return value ?? 0
      }
      var totals = Array(repeating: Int128(0), count: 8)
      for store in stores {
        for category in ["(none)", "Food", "Tools"] {
          let members = pairs.filter {
            $0.store == store && $0.item.category == (category == "(none)" ? "" : category)
          }
          var figures = Array(repeating: Int128(0), count: 8)
          var sums: [String: Int128] = [:]
          for (item, _) in members {
            let model = model(item)
            let (before, now) = (
              quantity(item.id, store, at: start), quantity(item.id, store, at: end)
            )
            figures[0] += cents(
              NaiveStock(model, model.openings[store], quantity: before, date: dayBefore))
            figures[7] += cents(
              NaiveStock(model, model.pairs[store], quantity: now, date: ledger.date))
            for effect in model.effects where effect.store == store {
              sums[effect.type, default: 0] +=
                (basis == "fifo" ? effect.fifo : effect.average) ?? 0
            }
          }
          guard !members.isEmpty else { continue }
          for (place, type) in types.enumerated() {
            figures[place + 1] = ExactDecimal.rescale(
              sums[type] ?? 0, from: basis == "fifo" ? 5 : 8, to: 2)
          }
          figures[6] = figures[7] - figures[0..<6].reduce(0, +)
          for place in totals.indices { totals[place] += figures[place] }
          rows.append(
            row(
              basis, "\(store)", name(store), category == "(none)" ? "" : category, category, keys,
              figures))
        }
      }
      rows.append(row(basis, "", "(all stores)", "", "", keys, totals))
    }
    return rows
  }

  private func row(
    _ basis: String, _ store: String, _ storeName: String, _ key: String, _ category: String,
    _ keys: [String], _ figures: [Int128]
  ) -> TestRow {
    var row = [
      "basis": basis, "store_id": store, "store_name": storeName, "category_key": key,
      "category_name": category,
    ]
    for (name, figure) in zip(
      ["opening_value"] + keys + ["corrections", "closing_value"], figures)
    {
      row[name] = text(figure, 2)
    }
    return row
  }

  /// What is listed, without the sentences.
  func exceptions() -> [TestRow] {
    var found: [(kind: String, store: UUIDBytes?, item: TestStock.Item, value: Int128?)] = []
    for (row, (item, store)) in zip(
      detail(), pairs.filter { quantity($0.item.id, $0.store, at: end) != 0 })
    {
      let stock = stock(item, store)
      func add(_ kind: String, _ value: Int128? = row.figure("carrying_value"), if holds: Bool) {
        if holds { found.append((kind, store, item, value)) }
      }
      let quantity = quantity(item.id, store, at: end)
      let prices = ledger.known(item, ledger.date).prices
      add("merged_layers", if: stock?.pair.layers.contains(where: \.merged) ?? false)
      add("missing_cost", if: prices.cost == .zero)
      add("negative_stock", if: (quantity ?? 0) < 0)
      add("no_sell_price", if: prices.sell == .zero)
      add("unknown_age", row.figure("value_unknown"), if: (stock?.undated ?? 0) > 0)
      let isCostless =
        !prices.cost.isNotANumber && (row["fifo_value"] == "" || row["average_value"] == "")
      add("not_a_number", if: stock?.isKnown != true || isCostless)
      if prices.cost.isNotANumber || prices.sell.isNotANumber {
        let known = row.figure("carrying_value")
        if let place = found.firstIndex(where: { $0.store == nil && $0.item.id == item.id }) {
          found[place].value = [found[place].value, known].compactMap(\.self).reduce(nil) {
            ($0 ?? 0) + $1
          }
        } else {
          found.append(("not_a_number", nil, item, known))
        }
      }
    }
    for (item, store) in pairs {
      let isVoid = model(item).pairs[store]?.isVoid ?? false
      if isVoid, quantity(item.id, store, at: end) == 0 {
        found.append(("not_a_number", store, item, nil))
      }
    }
    for item in ledger.stock.items { addTransfers(item, &found) }
    return found.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      let (l, r) = (order(a.kind, a.store, a.item), order(b.kind, b.store, b.item))
      return l == r ? left.offset < right.offset : l.lexicographicallyPrecedes(r)
    }.map(\.element).map {
      [
        "kind": $0.kind, "store_id": $0.store.map { "\($0)" } ?? "", "product_id": "\($0.item.id)",
        "value": text($0.value, 2),
      ]
    }
  }

  private func order(_ kind: String, _ store: UUIDBytes?, _ item: TestStock.Item) -> [String] {
    [kind, store.map { name($0) } ?? "", item.sku, store.map { "\($0)" } ?? "", "\(item.id)"]
  }

  private func addTransfers(
    _ item: TestStock.Item,
    _ found: inout [(kind: String, store: UUIDBytes?, item: TestStock.Item, value: Int128?)]
  ) {
    func value(_ quantity: Int64, _ day: Day) -> Int128? {
      ledger.known(item, day).prices.cost.value.map {
        ExactDecimal.divide(Int128($0) * Int128(quantity), by: 1_000)
      }
    }
    let model = model(item)
    func add(_ kind: String, _ parts: [(store: UUIDBytes, value: Int128?)]) {
      for (store, own) in Dictionary(grouping: parts, by: \.store) {
        let known = own.compactMap(\.value)
        found.append((kind, store, item, known.isEmpty ? nil : known.reduce(0, +)))
      }
    }
    let late = model.transit.filter { (15...45).contains($0.leftOn.distance(to: ledger.date)) }
    add(
      "transfer_not_received", late.map { ($0.store, value($0.layer.quantity, $0.layer.day)) })
    let came = model.unmatched.filter { $0.on.distance(to: ledger.date) <= 30 }
    add("unmatched_transfer", came.map { ($0.store, value($0.quantity, $0.on)) })
  }
}
