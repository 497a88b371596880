package import Reports

extension EditionOrigin {
  /// The hash of the list, as `sha256:...`: manifests have it, so that a changed list is seen.
  package var listHash: String { ContentHash.sha256(Array(list.utf8)) }
}
