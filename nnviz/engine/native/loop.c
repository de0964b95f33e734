/* Runs a table of NumPy's own inner loops and BLAS products, one after the other.

   Each entry calls the very function that NumPy would call for the same operation, with the same
   arguments, so the results are NumPy's to the last bit. What is saved is the way from Python to
   that function, which for small arrays is nearly all the time. The only arithmetic here are two
   functions whose result IEEE 754 leaves no choice about, and that NumPy computes slowly. */

#include <math.h>
#include <stdint.h>

#define OPERANDS 4 /* at most three inputs and an output */
#define LOOPS 2    /* loops around the inner loop */

typedef void inner_loop(char **args, const intptr_t *count, const intptr_t *strides, void *data);

enum kind { UFUNC, GEMM, GEMV, DOT };

typedef struct {
    int64_t kind;
    void *function;
    void *data; /* of a ufunc's inner loop */
    int64_t operands;
    char *args[OPERANDS];
    intptr_t counts[1 + LOOPS]; /* innermost first */
    intptr_t strides[1 + LOOPS][OPERANDS];
    /* Of a product: sizes and leading dimensions as BLAS has them. */
    int64_t order, left, right, m, n, k, lda, ldb, ldc, wide, doubles;
} entry;

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

static void run_ufunc(const entry *e)
{
    inner_loop *loop = (inner_loop *)e->function;
    char *outer[OPERANDS], *args[OPERANDS];
    for (intptr_t i = 0; i < e->counts[2]; i++) {
        for (int64_t a = 0; a < e->operands; a++)
            outer[a] = e->args[a] + i * e->strides[2][a];
        for (intptr_t j = 0; j < e->counts[1]; j++) {
            for (int64_t a = 0; a < e->operands; a++)
                args[a] = outer[a] + j * e->strides[1][a];
            loop(args, e->counts, e->strides[0], e->data);
        }
    }
}

/* The two widths of BLAS integers, and the two number types. */
#define PRODUCTS(NAME, INT, REAL, DOT_RESULT)                                                      \
    typedef void gemm_##NAME(int, int, int, INT, INT, INT, REAL, const void *, INT, const void *, \
                             INT, REAL, void *, INT);                                              \
    typedef void gemv_##NAME(int, int, INT, INT, REAL, const void *, INT, const void *, INT,      \
                             REAL, void *, INT);                                                   \
    typedef DOT_RESULT dot_##NAME(INT, const void *, INT, const void *, INT);                     \
    static void product_##NAME(const entry *e)                                                     \
    {                                                                                              \
        if (e->kind == GEMM)                                                                       \
            ((gemm_##NAME *)e->function)((int)e->order, (int)e->left, (int)e->right, (INT)e->m,   \
                                         (INT)e->n, (INT)e->k, 1, e->args[0], (INT)e->lda,        \
                                         e->args[1], (INT)e->ldb, 0, e->args[2], (INT)e->ldc);    \
        else if (e->kind == GEMV)                                                                  \
            ((gemv_##NAME *)e->function)((int)e->order, (int)e->left, (INT)e->m, (INT)e->n, 1,    \
                                         e->args[0], (INT)e->lda, e->args[1], (INT)e->ldb, 0,     \
                                         e->args[2], 1);                                           \
        else                                                                                       \
            *(REAL *)e->args[2] = ((dot_##NAME *)e->function)((INT)e->k, e->args[0], (INT)e->lda, \
                                                              e->args[1], (INT)e->ldb);           \
    }

PRODUCTS(narrow_float, int32_t, float, float)
PRODUCTS(wide_float, int64_t, float, float)
PRODUCTS(narrow_double, int32_t, double, double)
PRODUCTS(wide_double, int64_t, double, double)

static void run_product(const entry *e)
{
    if (e->wide && e->doubles)
        product_wide_double(e);
    else if (e->wide)
        product_wide_float(e);
    else if (e->doubles)
        product_narrow_double(e);
    else
        product_narrow_float(e);
}

EXPORT void nnviz_run(const entry *table, int64_t count)
{
    for (const entry *e = table; e < table + count; e++) {
        if (e->kind == UFUNC)
            run_ufunc(e);
        else
            run_product(e);
    }
}

/* The widest registers of the machine at hand, chosen when the library is loaded. */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__)
#define WIDEST __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDEST
#endif

/* Inner loops like NumPy's own, for arrays without gaps. */
#define SQUARE_ROOT(NAME, REAL, ROOT)                                                              \
    EXPORT WIDEST void nnviz_sqrt_##NAME(char **args, const intptr_t *count,                      \
                                         const intptr_t *strides, void *data)                     \
    {                                                                                              \
        const REAL *x = (const REAL *)args[0];                                                     \
        REAL *y = (REAL *)args[1];                                                                 \
        (void)strides, (void)data;                                                                 \
        for (intptr_t i = 0; i < *count; i++)                                                      \
            y[i] = ROOT(x[i]);                                                                     \
    }

/* NaN stays what it is, and so it is not 0 for either. */
#define SIGN(NAME, REAL)                                                                           \
    EXPORT WIDEST void nnviz_sign_##NAME(char **args, const intptr_t *count,                      \
                                         const intptr_t *strides, void *data)                     \
    {                                                                                              \
        const REAL *x = (const REAL *)args[0];                                                     \
        REAL *y = (REAL *)args[1];                                                                 \
        (void)strides, (void)data;                                                                 \
        for (intptr_t i = 0; i < *count; i++)                                                      \
            y[i] = x[i] > 0 ? 1 : (x[i] < 0 ? -1 : (x[i] == 0 ? 0 : x[i]));                       \
    }

SQUARE_ROOT(float32, float, sqrtf)
SQUARE_ROOT(float64, double, sqrt)
SIGN(float32, float)
SIGN(float64, double)

/* So that Python can see that both sides mean the same layout. */
EXPORT int64_t nnviz_entry_size(void) { return (int64_t)sizeof(entry); }
