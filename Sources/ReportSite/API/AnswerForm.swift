import HTTPTypes
import Hummingbird

/// In which form a service wants a list.
enum AnswerForm: String {
  case json, csv

  /// A page of a list in the form that a request likes best; `next` is the address of the next page.
  static func answer(
    _ request: Request, next: String?, json: () -> [UInt8], csv: () -> [UInt8]
  ) throws(Refusal) -> Response {
    var headers: HTTPFields = [.vary: "Accept"]
    if let next { headers[.link] = "<\(next)>; rel=\"next\"" }
    switch try AnswerForm(request) {
    case .json:
      headers[.contentType] = "application/json"
      return Response(json(), headers, to: request)
    case .csv:
      headers[.contentType] = "text/csv; charset=utf-8; header=present"
      return Response(csv(), headers, to: request)
    }
  }

  /// The form that `Accept` likes best, JSON among equals; throws 406 when it takes neither.
  init(_ request: Request) throws(Refusal) {
    guard let accept = request.headers[.accept] else {
      self = .json
      return
    }
    let csv = Self.quality(of: "text/csv", in: accept)
    let json = Self.quality(of: "application/json", in: accept)
    guard csv > 0 || json > 0 else {
      throw Refusal(.notAcceptable, "This comes as application/json or as text/csv.")
    }
    self = csv > json ? .csv : .json
  }

  /// How much a type is liked, from 0 to 1: by the closest of the ranges that fit it.
  private static func quality(of type: String, in accept: String) -> Double {
    var best = (closeness: -1, quality: 0.0)
    for range in accept.lowercased().split(separator: ",") {
      let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
      let kind = type.prefix { $0 != "/" }
      let closeness =
        switch parts.first {
        case type?: 2
        case "\(kind)/*"?: 1
        case "*/*"?: 0
        default: -1
        }
      guard closeness > best.closeness else { continue }
      let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) }
      best = (closeness, min(1, max(0, (quality ?? 1) ?? 0)))
    }
    return best.quality
  }
}
