"""The C++ around the statements of one step: vectors of lanes, loops over blocks and steps."""

from collections.abc import Mapping, Sequence

NAMES = {"s": "s{}", "p": "p{}", "n": "n[{}]", "u": "u[{}]", "time": "time"}
"""What a statement calls the state, the numbers, the noise, the draws and the step's number."""

PRELUDE = """\
#include <cmath>
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#if __GLIBC_PREREQ(2, 35)
#define VECTOR __attribute__((simd("notinbranch"), const))
extern "C" {
VECTOR double exp(double) noexcept;
VECTOR double log(double) noexcept;
VECTOR double log1p(double) noexcept;
VECTOR double sin(double) noexcept;
VECTOR double cos(double) noexcept;
VECTOR double cosh(double) noexcept;
VECTOR double tanh(double) noexcept;
VECTOR double pow(double, double) noexcept;
}
#endif
#endif
#if defined(__AVX512F__)
#define WIDTH 8
#elif defined(__AVX__)
#define WIDTH 4
#else
#define WIDTH 2
#endif
typedef double V __attribute__((vector_size(8 * WIDTH)));
#define INLINE static inline __attribute__((always_inline))
INLINE V ALL(V a) { return a; }
INLINE V ALL(double a) { return V{} + a; }
#define EACH(NAME, function) \\
  INLINE V NAME(V a) { \\
    double from[WIDTH], to[WIDTH]; \\
    __builtin_memcpy(from, &a, sizeof a); \\
    _Pragma("omp simd") for (int l = 0; l < WIDTH; ++l) to[l] = std::function(from[l]); \\
    __builtin_memcpy(&a, to, sizeof a); \\
    return a; \\
  } \\
  INLINE V NAME(double a) { return ALL(std::function(a)); }
EACH(ABS, fabs)
EACH(SQRT, sqrt)
EACH(EXP, exp)
EACH(LOG, log)
EACH(LOG1P, log1p)
EACH(SIN, sin)
EACH(COS, cos)
EACH(COSH, cosh)
EACH(TANH, tanh)
template <class C, class A, class B> INLINE V WHERE(C c, A a, B b) {
  return ALL(c) != 0.0 ? ALL(a) : ALL(b);
}
#define COMPARE(NAME, sign) \\
  template <class A, class B> INLINE V NAME(A a, B b) { \\
    return ALL(a) sign ALL(b) ? ALL(1.0) : ALL(0.0); \\
  }
COMPARE(LESS, <)
COMPARE(LESS_EQUAL, <=)
COMPARE(MORE, >)
COMPARE(MORE_EQUAL, >=)
COMPARE(EQUAL, ==)
COMPARE(UNEQUAL, !=)
template <class A, class B> INLINE V MAXIMUM(A a, B b) {
  return WHERE(UNEQUAL(a, a) + MORE(a, b), a, b);
}
template <class A, class B> INLINE V MINIMUM(A a, B b) {
  return WHERE(UNEQUAL(a, a) + LESS(a, b), a, b);
}
template <class A> INLINE V SIGN(A a) { return MORE(a, 0.0) - LESS(a, 0.0); }
template <class A, class B, class W> INLINE V LERP(A a, B b, W w) {
  return WHERE(LESS(ABS(w), 0.5), a + w * (b - a), b - (b - a) * (1.0 - w));
}
template <class A, class B> INLINE V POWER(A a, B b) {
  const V vanishes = MORE_EQUAL(a, 0.0) * LESS(a, 1.0) * MORE(b * (1.0 - a), 745.2);
  const V base = ALL(a), exponent = WHERE(vanishes, 0.0, b);
  double x[WIDTH], y[WIDTH], to[WIDTH];
  __builtin_memcpy(x, &base, sizeof base);
  __builtin_memcpy(y, &exponent, sizeof base);
  _Pragma("omp simd") for (int l = 0; l < WIDTH; ++l) to[l] = std::pow(x[l], y[l]);
  V power;
  __builtin_memcpy(&power, to, sizeof base);
  return WHERE(vanishes, 0.0, power);
}
"""
"""Where the C library has vector versions of its functions they are declared. Powers that are 0 for
certain are not asked of it: for numbers that small it takes one lane after the other.
"""


def function(
    body: Mapping[str, str], after: Sequence[str], shown: Sequence[str], widths: Mapping[str, int]
) -> str:
    """The whole text, from the values by name, the next state and what is shown of a step.

    A block is as many lanes as the processor's vectors hold. The last block is filled up with its
    last lane, so that a lane's numbers never depend on how many others there are.
    """
    n_state, n_numbers = widths["s"], widths["p"]
    states, numbers = range(n_state), range(n_numbers)
    lines = [
        PRELUDE,
        f'extern "C" const int WIDTHS[5] = {{{n_state}, {n_numbers}, {widths["n"]}, '
        f"{widths['u']}, {len(shown)}}};",
        'extern "C" void walk(long lanes, long first, long last, double* states,',
        "    const double* numbers, const double* noise, const double* draws,",
        "    double* out, long rows, long every) {",
        "for (long block = 0; block < lanes; block += WIDTH) {",
        "const long size = lanes - block < WIDTH ? lanes - block : WIDTH;",
        *(f"V s{i};" for i in states),
        *(f"V p{i};" for i in numbers),
        "for (long l = 0; l < WIDTH; ++l) {",
        "const long lane = block + (l < size ? l : size - 1);",
        *(f"s{i}[l] = states[lane * {n_state} + {i}];" for i in states),
        *(f"p{i}[l] = numbers[lane * {n_numbers} + {i}];" for i in numbers),
        "}",
        "for (long t = first; t < last; ++t) {",
        "const double time = double(t);",
        f"const double* n = noise + (t - first) * {widths['n']};",
        f"const double* u = draws + (t - first) * {widths['u']};",
        "(void)time; (void)n; (void)u;",
        *(f"const V {name} = ALL({value});" for name, value in body.items()),
        "if (out && t % every == 0) for (long l = 0; l < size; ++l) {",
        f"double* row = out + ((block + l) * rows + t / every) * {len(shown)};",
        *(f"row[{i}] = ALL({name})[l];" for i, name in enumerate(shown)),
        "}",
        *(f"const V next{i} = ALL({name});" for i, name in enumerate(after)),
        *(f"s{i} = next{i};" for i in states),
        "}",
        "for (long l = 0; l < size; ++l) {",
        *(f"states[(block + l) * {n_state} + {i}] = s{i}[l];" for i in states),
        "}",
        "}",
        "}",
    ]
    return "\n".join(lines) + "\n"
