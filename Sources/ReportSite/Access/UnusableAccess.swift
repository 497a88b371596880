/// A setting of who may do what that cannot be used; the text says why and what was expected.
package struct UnusableAccess: Error, CustomStringConvertible, Sendable {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}
