/*
 * Loaded before umockdev's own library: libuv closes and stats files with raw system calls, which umockdev cannot see, so
 * that a device would be reported as open for ever. They are sent through the C library's functions here.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

long syscall(long number, ...) {
  static long (*real)(long, ...);
  long arg[6];
  va_list args;
  va_start(args, number);
  for (int i = 0; i < 6; i++) arg[i] = va_arg(args, long);
  va_end(args);
  if (number == SYS_close) return close((int)arg[0]);
  if (number == SYS_statx)
    return statx((int)arg[0], (const char *)arg[1], (int)arg[2], (unsigned)arg[3], (struct statx *)arg[4]);
  if (!real) real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  return real(number, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]);
}
