#include "../standard.hpp"
