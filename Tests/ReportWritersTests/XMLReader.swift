import Foundation
import FoundationXML

/// An element of an XML file, its name without the prefix.
final class XMLElementNode {
  let name: String
  let attributes: [String: String]
  var children: [XMLElementNode] = []
  var text = ""

  init(name: String, attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// Every element of this name below it.
  func all(_ name: String) -> [XMLElementNode] {
    children.flatMap { ($0.name == name ? [$0] : []) + $0.all(name) }
  }

  func first(_ name: String) -> XMLElementNode? {
    all(name).first
  }
}

/// Reads XML as a tree; anything that is not well-formed throws.
final class XMLReader: NSObject, XMLParserDelegate {
  private let root = XMLElementNode(name: "", attributes: [:])
  private var path: [XMLElementNode] = []

  static func read(_ data: Data) throws -> XMLElementNode {
    let reader = XMLReader()
    reader.path = [reader.root]
    let parser = XMLParser(data: data)
    parser.delegate = reader
    guard parser.parse() else {
      throw parser.parserError ?? CocoaError(.fileReadCorruptFile)
    }
    return reader.root
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let local = name.split(separator: ":").last.map { String($0) } ?? name
    let element = XMLElementNode(name: local, attributes: attributes)
    path.last?.children.append(element)
    path.append(element)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    path.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    path.last?.text += string
  }
}
