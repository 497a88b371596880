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
    if definition.has(parameter: "window") { sentences += policy }
    return sentences
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
