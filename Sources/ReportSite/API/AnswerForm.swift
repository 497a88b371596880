import HTTPTypes
import Hummingbird

/// In which form a service wants a list.
enum AnswerForm: String {
  case json, csv

  /// A page of a list in the form that a request likes best; `next` is the address of the next page.
  static func answer(
    _ request: Request, next: String?, json: () -> [UInt8], csv: () -> [UInt8]
  ) throws(HTTPProblem) -> Response {
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
  init(_ request: Request) throws(HTTPProblem) {
    guard let accept = request.headers[.accept] else {
      self = .json
      return
    }
    let liked = WeightedChoices(accept)
    let csv = Self.weight(of: "text/csv", in: liked)
    let json = Self.weight(of: "application/json", in: liked)
    guard csv > 0 || json > 0 else {
      throw HTTPProblem(.notAcceptable, "Accept application/json or text/csv.")
    }
    self = csv > json ? .csv : .json
  }

  /// How much a type is liked: by the closest of the ranges that fit it.
  private static func weight(of type: String, in liked: WeightedChoices) -> Double {
    let kind = type.prefix { $0 != "/" }
    // The first of equally close ones.
    for range in [type, "\(kind)/*", "*/*"] {
      if let choice = liked.choices.first(where: { $0.name == range }) { return choice.weight }
    }
    return 0
  }
}
