import Reports
import Values

/// What the figures of a report rest on, a sentence each, for `About`.
struct Assumptions {
  let request: RunRequest
  let definition: ReportDefinition
  let period: Period

  var all: [String] {
    var sentences = [
      "Business days are those of \(request.calendar.timeZoneName); money is in"
        + " \(request.currency).",
      definition.isOfPublished
        ? "Every figure is a sum of published ones; names are those of the latest valuation that has"
          + " them."
        : definition.usesPastPrices
          ? "Unit costs and prices are those recorded by the end of the period, or the earliest"
            + " known where none was; names, reorder levels and whether a product is active are"
            + " today's, whatever the report's date."
          : "Prices, names, reorder levels and whether a product is active are today's, whatever the"
            + " report's date.",
    ]
    if period.provisional {
      sentences.append(
        "The period was not over at \(request.calendar.text(period.end)): the figures are"
          + " provisional, and a later run replaces them.")
    }
    if !request.stores.isEmpty {
      sentences.append("Only these stores: \(request.stores.joined(separator: ", ")).")
    }
    if !request.suppliers.isEmpty, definition.has(parameter: "suppliers") {
      sentences.append("Only these suppliers: \(request.suppliers.joined(separator: ", ")).")
    }
    // Who reads an edition does not see by what terms a buyer orders.
    if definition.has(parameter: "window"), definition.origin == nil { sentences += policy }
    if definition.usesFinance, definition.origin == nil { sentences += finance }
    return sentences
  }

  private var finance: [String] {
    let policy = request.finance
    let terms = policy.defaults
    func percent(_ share: Int64, scale: Int) -> String {
      "\(ExactDecimal.shortText(Int128(share) * 100, scale: scale)) %"
    }
    let basis =
      switch policy.carryingValue {
      case .standard: "standard cost: the quantity at the cost of the report's date"
      case .fifo: "first in, first out: each layer at the cost of the date it was received"
      case .average: "moving average"
      }
    let rates = terms.rates.map { rates in
      zip(policy.ageingWords + ["of unknown age"], rates).map {
        "\($0) \(percent($1, scale: 4))"
      }.joined(separator: ", ")
    }
    return [
      policy.file.isEmpty
        ? "There is no finance policy file: its default terms apply."
        : "The finance policy has \(policy.overrides.count) overrides.",
      "Stock is carried at \(basis).",
      rates.map { "Provision unless overridden: \($0)." }
        ?? "The finance policy names no provision rates, so nothing is provided for by age.",
      "Net realisable value unless overridden: the price without \(percent(terms.taxInPrice, scale: 6))"
        + " of tax, less \(percent(terms.sellingCost, scale: 6)) of it for selling.",
      "Slow after \(policy.idle.slowDays) days without a sale, dead after \(policy.idle.deadDays)"
        + " without a sale or a receipt.",
    ]
  }

  private var policy: [String] {
    let policy = request.policy
    let terms = policy.defaults
    func figure(_ value: Int64, scale: Int) -> String {
      ExactDecimal.shortText(Int128(value), scale: scale)
    }
    let pack = terms.packSize.map { figure($0, scale: 3) } ?? "1, or 0.001 by weight"
    return [
      "Reorder terms unless overridden: lead time \(terms.leadTimeDays) days (standard deviation"
        + " \(figure(terms.leadTimeStdDays, scale: 6))), review every \(terms.reviewDays) days,"
        + " service level \(figure(terms.serviceLevel, scale: 6)), pack size \(pack), minimum"
        + " order \(figure(terms.minOrderQuantity, scale: 3)), rule \(terms.rule.rawValue).",
      policy.file.isEmpty
        ? "There is no reorder policy file: goods on order are not known and not counted."
        : "The reorder policy has \(policy.overrides.count) overrides and names"
          + " \(policy.onOrder.count) deliveries on order.",
    ]
  }
}
