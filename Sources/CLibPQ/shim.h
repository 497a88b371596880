#pragma once
#include <libpq-fe.h>

// Swift does not import character macros, so the field codes are given again as constants.
static const int CPQ_DIAG_SEVERITY_NONLOCALIZED = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int CPQ_DIAG_SQLSTATE = PG_DIAG_SQLSTATE;
static const int CPQ_DIAG_MESSAGE_PRIMARY = PG_DIAG_MESSAGE_PRIMARY;
static const int CPQ_DIAG_MESSAGE_DETAIL = PG_DIAG_MESSAGE_DETAIL;
static const int CPQ_DIAG_MESSAGE_HINT = PG_DIAG_MESSAGE_HINT;
static const int CPQ_DIAG_CONTEXT = PG_DIAG_CONTEXT;
static const int CPQ_DIAG_STATEMENT_POSITION = PG_DIAG_STATEMENT_POSITION;
