#include "standard.hpp"
