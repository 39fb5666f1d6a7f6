// What the farm of tasks needs of MPI. Communicators, types and constants are macros in MPI's headers,
// which Swift cannot import. Every function but ionhop_mpi_abort returns MPI_SUCCESS (0) or MPI's error.
#ifndef IONHOP_CMPI_SHIM_H
#define IONHOP_CMPI_SHIM_H

#include <stddef.h>
#include <mpi.h>

/// Joins the job. One thread calls MPI, not always the one that the program began with.
static inline int ionhop_mpi_init(void) {
  int provided = MPI_THREAD_SINGLE;
  int status = MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &provided);
  if (status != MPI_SUCCESS) return status;
  if (provided < MPI_THREAD_FUNNELED) return MPI_ERR_OTHER;
  // By default MPI ends the program instead of returning an error.
  return MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
}

static inline int ionhop_mpi_finalize(void) { return MPI_Finalize(); }

static inline int ionhop_mpi_rank(int *rank) { return MPI_Comm_rank(MPI_COMM_WORLD, rank); }

static inline int ionhop_mpi_size(int *size) { return MPI_Comm_size(MPI_COMM_WORLD, size); }

/// The number of ranks that share this machine's memory. All ranks call it.
static inline int ionhop_mpi_local_size(int *size) {
  MPI_Comm local;
  int status =
      MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &local);
  if (status != MPI_SUCCESS) return status;
  status = MPI_Comm_size(local, size);
  MPI_Comm_free(&local);
  return status;
}

/// Sends bytes; returns when they may be changed.
static inline int ionhop_mpi_send(const void *bytes, int count, int rank, int tag) {
  return MPI_Send(bytes, count, MPI_BYTE, rank, tag, MPI_COMM_WORLD);
}

/// Whether a message waits, without waiting for one: its sender, tag and number of bytes.
static inline int ionhop_mpi_probe(int *waits, int *rank, int *tag, int *count) {
  MPI_Status message;
  int status = MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, waits, &message);
  if (status != MPI_SUCCESS || !*waits) return status;
  *rank = message.MPI_SOURCE;
  *tag = message.MPI_TAG;
  return MPI_Get_count(&message, MPI_BYTE, count);
}

/// Takes the message that `ionhop_mpi_probe` told of.
static inline int ionhop_mpi_receive(void *bytes, int count, int rank, int tag) {
  return MPI_Recv(bytes, count, MPI_BYTE, rank, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

/// Ends all ranks.
static inline void ionhop_mpi_abort(int code) { MPI_Abort(MPI_COMM_WORLD, code); }

#endif
