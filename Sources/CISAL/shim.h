#pragma once
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdlib.h>

// The stream with the memory that its level needs: one allocation, kept for many pieces.
typedef struct {
  struct isal_zstream stream;
  uint8_t level_buffer[ISAL_DEF_LVL2_DEFAULT];
} isalshim_deflater;

static inline isalshim_deflater *isalshim_deflater_new(void) {
  isalshim_deflater *deflater = (isalshim_deflater *)calloc(1, sizeof(isalshim_deflater));
  if (deflater) isal_deflate_init(&deflater->stream);
  return deflater;
}

// Compresses one piece for itself. Gives its compressed size, -1 when it does not fit into the
// capacity, or -2 when the library refuses.
static inline int64_t isalshim_deflate(
    isalshim_deflater *deflater, const void *piece, uint32_t size, int is_last, void *output,
    uint32_t capacity) {
  struct isal_zstream *stream = &deflater->stream;
  isal_deflate_reset(stream);
  stream->level = 2;
  stream->level_buf = deflater->level_buffer;
  stream->level_buf_size = sizeof(deflater->level_buffer);
  stream->gzip_flag = IGZIP_DEFLATE;
  stream->flush = is_last ? NO_FLUSH : SYNC_FLUSH;
  stream->end_of_stream = is_last ? 1 : 0;
  stream->next_in = (uint8_t *)piece;
  stream->avail_in = size;
  stream->next_out = (uint8_t *)output;
  stream->avail_out = capacity;
  if (isal_deflate(stream) != COMP_OK) return -2;
  if (stream->avail_in > 0 || stream->avail_out == 0) return -1;
  return (int64_t)capacity - stream->avail_out;
}
