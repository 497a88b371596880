#pragma once
#include <stdint.h>
#include <string.h>
#include <zlib.h>

// Raw DEFLATE without a header: what a ZIP archive holds.
#define ZSHIM_RAW (-15)

// Compresses one piece for itself. Gives its compressed size, -1 when it does not fit into the
// capacity, or -2 when the library refuses.
static inline int64_t zshim_deflate(
    const void *piece, uint32_t size, int level, int is_last, void *output, uint32_t capacity) {
  z_stream stream;
  memset(&stream, 0, sizeof(stream));
  if (deflateInit2(&stream, level, Z_DEFLATED, ZSHIM_RAW, 8, Z_DEFAULT_STRATEGY) != Z_OK) return -2;
  stream.next_in = (Bytef *)piece;
  stream.avail_in = size;
  stream.next_out = (Bytef *)output;
  stream.avail_out = capacity;
  int code = deflate(&stream, is_last ? Z_FINISH : Z_SYNC_FLUSH);
  int64_t written = (int64_t)capacity - stream.avail_out;
  if (code != Z_STREAM_ERROR && (stream.avail_in > 0 || stream.avail_out == 0)) written = -1;
  deflateEnd(&stream);
  return code == Z_STREAM_ERROR ? -2 : written;
}

// Fills the output from a whole stream of exactly that size; anything else gives 0.
static inline int zshim_inflate(
    const void *input, uint32_t size, void *output, uint32_t output_size) {
  z_stream stream;
  memset(&stream, 0, sizeof(stream));
  if (inflateInit2(&stream, ZSHIM_RAW) != Z_OK) return 0;
  stream.next_in = (Bytef *)input;
  stream.avail_in = size;
  stream.next_out = (Bytef *)output;
  stream.avail_out = output_size;
  int code = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  return code == Z_STREAM_END && stream.avail_in == 0 && stream.avail_out == 0;
}
