#include "../../standard.hpp"
