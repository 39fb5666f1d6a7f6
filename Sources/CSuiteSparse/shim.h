#ifndef IONHOP_CSUITESPARSE_SHIM_H
#define IONHOP_CSUITESPARSE_SHIM_H
#include <suitesparse/cholmod.h>
#endif
