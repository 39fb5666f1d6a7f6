// The few names of Boost that AMGCL 1.0 uses, by way of the standard library, so that the vendored
// headers stay as they are and nobody needs Boost. The files beside this one lead here.
#ifndef IONHOP_BOOST_STANDARD_HPP
#define IONHOP_BOOST_STANDARD_HPP
#include <cassert>
#include <cmath>
#include <cstddef>
#include <ios>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>

#define BOOST_FOREACH(element, range) for (element : range)
#define BOOST_STATIC_ASSERT(condition) static_assert(condition, #condition)
#define BOOST_ASSERT(condition) assert(condition)
// AMGCL lists the keys of a property tree with these; parameters are set directly here.
#define BOOST_PP_STRINGIZE(name) #name
#define BOOST_PP_SEQ_FOR_EACH(macro, data, sequence)

namespace boost {
using std::decay;
using std::false_type;
using std::get;
using std::integral_constant;
using std::is_arithmetic;
using std::is_same;
using std::make_shared;
using std::make_tuple;
using std::shared_ptr;
using std::size;
using std::tie;
using std::true_type;
using std::tuple;

template <class Condition, class T = void>
struct enable_if : std::enable_if<Condition::value, T> {};
template <bool condition, class T = void>
struct enable_if_c : std::enable_if<condition, T> {};
template <class Condition, class T = void>
struct disable_if : std::enable_if<!Condition::value, T> {};

namespace mpl {
template <class... Conditions>
using and_ = std::conjunction<Conditions...>;
}

namespace math {
inline double copysign(double size, double sign) { return std::copysign(size, sign); }
}

namespace io {
/// Puts the format of a stream back at the end of a scope.
class ios_all_saver {
public:
  explicit ios_all_saver(std::ios &stream) : stream(stream), saved(nullptr) { saved.copyfmt(stream); }
  ~ios_all_saver() { stream.copyfmt(saved); }

private:
  std::ios &stream;
  std::ios saved;
};
}

template <class Iterator>
class iterator_range {
public:
  using value_type = typename std::iterator_traits<Iterator>::value_type;
  iterator_range(Iterator first, Iterator last) : first(first), last(last) {}
  Iterator begin() const { return first; }
  Iterator end() const { return last; }
  size_t size() const { return static_cast<size_t>(last - first); }
  typename std::iterator_traits<Iterator>::reference operator[](size_t i) const {
    return first[static_cast<std::ptrdiff_t>(i)];
  }

private:
  Iterator first, last;
};

/// Counts up where an iterator is asked for.
template <class Integer>
class counting_iterator {
public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = Integer;
  using difference_type = std::ptrdiff_t;
  using pointer = const Integer *;
  using reference = Integer;
  explicit counting_iterator(Integer value) : value(value) {}
  Integer operator*() const { return value; }
  counting_iterator &operator++() { ++value; return *this; }
  counting_iterator operator++(int) { counting_iterator old = *this; ++value; return old; }
  bool operator==(const counting_iterator &other) const { return value == other.value; }
  bool operator!=(const counting_iterator &other) const { return value != other.value; }

private:
  Integer value;
};

namespace property_tree {
/// An empty tree: what is asked of it has its default.
class ptree {
public:
  using const_iterator = std::map<std::string, std::string>::const_iterator;
  template <class T>
  T get(const char *, T otherwise) const { return otherwise; }
  const ptree &get_child(const char *, const ptree &otherwise) const { return otherwise; }
  template <class T>
  void put(const std::string &, const T &) {}
  size_t count(const char *) const { return 0; }
  const_iterator begin() const { return entries.begin(); }
  const_iterator end() const { return entries.end(); }

private:
  std::map<std::string, std::string> entries;
};
}

// Named by a header of AMGCL in a function that nothing calls.
namespace numeric::ublas {
template <class> class matrix;
template <class> class identity_matrix;
template <class Index> struct permutation_matrix { explicit permutation_matrix(size_t) {} };
}
}
#endif
