import FuzzReaders

/// The reader of the command line, for a C function, which cannot capture it.
enum Chosen {
  // Set once, before libFuzzer calls the function; it has one thread.
  nonisolated(unsafe) static var reader: Reader?
}
