// A runtime for tests: speaks just enough of the Runtime Host Protocol, and does on request what a hostile one would.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef PROTOCOL_MAJOR
#define PROTOCOL_MAJOR 4
#endif

extern char **environ;

static int host;
static unsigned char frame[1 << 20];
static size_t frame_size;
static char report[1 << 16];

static void add(const char *name, long value) {
  size_t used = strlen(report);
  snprintf(report + used, sizeof report - used, "%s=%ld\n", name, value);
}

// The error of a call, or 0.
static long failure(long result) { return result < 0 ? errno : 0; }

static int read_all(void *to, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t count = read(host, (char *)to + done, size - done);
    if (count <= 0) return 0;
    done += count;
  }
  return 1;
}

static int read_frame(void) {
  unsigned char head[4];
  if (!read_all(head, 4)) return 0;
  frame_size = (size_t)head[0] << 24 | head[1] << 16 | head[2] << 8 | head[3];
  if (frame_size > sizeof frame) return 0;
  return read_all(frame, frame_size);
}

// {id, body, message_type}: the id stands at the same place in every message.
static void answer(const void *body, size_t size) {
  static unsigned char out[1 << 17];
  size_t id_size = frame[4] < 24 ? 1 : frame[4] == 0x18 ? 2 : frame[4] == 0x19 ? 3 : 5;
  unsigned char *at = out + 4;
  memcpy(at, "\xa3\x62id", 4), at += 4;
  memcpy(at, frame + 4, id_size), at += id_size;
  memcpy(at, "\x64" "body", 5), at += 5;
  memcpy(at, body, size), at += size;
  memcpy(at, "\x6cmessage_type\x02", 14), at += 14;
  uint32_t length = at - out - 4;
  out[0] = length >> 24, out[1] = length >> 16, out[2] = length >> 8, out[3] = length;
  for (unsigned char *from = out; from < at;) {
    ssize_t count = write(host, from, at - from);
    if (count <= 0) _exit(0);
    from += count;
  }
}

static void answer_query(void) {
  static unsigned char body[1 << 17];
  size_t size = strlen(report);
  memcpy(body, "\xa1\x74RuntimeQueryResponse\xa1\x64" "data\x59", 29);
  body[29] = size >> 8, body[30] = size;
  memcpy(body + 31, report, size);
  answer(body, 31 + size);
}

static void try_network(void) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(80)};
  to.sin_addr.s_addr = htonl(0x7f000001);
  int inet = socket(AF_INET, SOCK_STREAM, 0);
  add("connect.loopback", failure(connect(inet, (struct sockaddr *)&to, sizeof to)));
  to.sin_addr.s_addr = htonl(0x01010101);
  add("connect.outside", failure(connect(inet, (struct sockaddr *)&to, sizeof to)));
}

static void try_files(void) {
  const char *paths[] = {"/etc/passwd", "/home", "/root", "/proc/self", "/sys", "/bin/sh", "/var", NULL};
  for (const char **path = paths; *path; path++) {
    char name[64];
    snprintf(name, sizeof name, "open.%s", *path);
    add(name, failure(open(*path, O_RDONLY)));
  }
  add("write./entrypoint", failure(open("/entrypoint", O_WRONLY)));
  add("write./tmp", failure(open("/tmp/own", O_WRONLY | O_CREAT, 0600)));
}

static int nothing(void *unused) { return (int)(long)unused; }

static void try_calls(void) {
  static char stack[65536];
  add("mount", failure(mount("none", "/tmp", "tmpfs", 0, NULL)));
  add("ptrace", failure(ptrace(PTRACE_TRACEME, 0, NULL, NULL)));
  add("unshare", failure(unshare(CLONE_NEWUSER)));
  add("clone.newuser", failure(clone(nothing, stack + sizeof stack, CLONE_NEWUSER | SIGCHLD, NULL)));
  add("clone.newnet", failure(clone(nothing, stack + sizeof stack, CLONE_NEWNET | SIGCHLD, NULL)));
  add("clone.plain", failure(clone(nothing, stack + sizeof stack, SIGCHLD, NULL)));
  struct clone_args args = {.exit_signal = SIGCHLD};
  long child = syscall(SYS_clone3, &args, sizeof args);
  if (child == 0) _exit(0);
  add("clone3", failure(child));
  add("bpf", failure(syscall(SYS_bpf, 0, NULL, 0)));
  add("chroot", failure(chroot("/tmp")));
  add("setns", failure(setns(0, 0)));
  add("keyctl", failure(syscall(SYS_keyctl, 0, 0, 0, 0, 0)));
  while (waitpid(-1, NULL, WNOHANG) > 0) {
  }
}

static void try_inheritance(void) {
  for (char **name = environ; *name; name++) {
    char copy[256];
    snprintf(copy, sizeof copy, "env.%s", *name);
    char *equals = strchr(copy, '=');
    if (equals) *equals = 0;
    add(copy, 1);
  }
  for (int fd = 0; fd < 256; fd++) {
    char name[16];
    snprintf(name, sizeof name, "fd.%d", fd);
    if (fcntl(fd, F_GETFD) >= 0) add(name, fd == host);
  }
  kill(getppid(), SIGKILL);
  add("pid", getpid());
}

static void fork_much(void) {
  int count = 0;
  while (count < 20000) {
    pid_t child = fork();
    if (child < 0) break;
    if (child == 0) {
      pause();
      _exit(0);
    }
    count++;
  }
  add("forks", count);
  add("forks.errno", errno);
  kill(0, SIGKILL);
}

static void allocate_much(void) {
  for (int i = 0; i < 10240; i++) {
    char *piece = malloc(1 << 20);
    if (!piece) break;
    memset(piece, 1, 1 << 20);
  }
  add("allocated", 1);
}

static void write_for_ever(int fd) {
  static char bytes[1 << 16];
  memset(bytes, 'x', sizeof bytes);
  for (int i = 99; i < (int)sizeof bytes; i += 100) bytes[i] = '\n';
  while (write(fd, bytes, sizeof bytes) > 0) {
  }
}

// Frames that say they are long, and never end.
static void send_endless(void) {
  if (write(host, "\x00\xff\xff\xff", 4) == 4) write_for_ever(host);
}

static void flood_requests(void) {
  static const unsigned char request[] =
      "\x00\x00\x00\x44\xa3\x62id\x00\x64" "body\xa1\x78\x1aHostLocalStorageGetRequest\xa1\x63key\x41k\x6cmessage_type\x01";
  unsigned char copy[sizeof request];
  memcpy(copy, request, sizeof request);
  size_t size = sizeof request - 1;
  copy[3] = size - 4;
  for (int i = 0; i < 200000; i++)
    if (write(host, copy, size) != (ssize_t)size) break;
}

static void query(void) {
  unsigned char *key = memmem(frame, frame_size, "\x66method", 7);
  if (!key) _exit(9);
  size_t size = key[7] - 0x60;
  char method[32] = {0};
  memcpy(method, key + 8, size < 31 ? size : 31);
  report[0] = 0;
  if (!strcmp(method, "escape")) try_network(), try_files(), try_calls(), try_inheritance();
  if (!strcmp(method, "exit")) _exit(3);
  if (!strcmp(method, "crash")) abort();
  if (!strcmp(method, "hang")) for (;;) pause();
  if (!strcmp(method, "garbage")) add("sent", write(host, "\x00\x00\x00\x03\xff\xff\xff", 7));
  if (!strcmp(method, "endless")) send_endless();
  if (!strcmp(method, "requests")) flood_requests();
  if (!strcmp(method, "stdout")) write_for_ever(1);
  if (!strcmp(method, "forks")) fork_much();
  if (!strcmp(method, "memory")) allocate_much();
  if (!strcmp(method, "say")) fprintf(stderr, "{\"msg\":\"hello from inside\",\"level\":\"WARN\"}\nplain words\n");
  add("done", 1);
  answer_query();
}

static int is(const char *body) { return memmem(frame, frame_size < 64 ? frame_size : 64, body, strlen(body)) != NULL; }

// The socket of the host. A loader of enclaves is told by its arguments, and finds nothing in its environment.
static const char *host_path(int count, char **arguments) {
#ifdef LOADER
  static const char *const wanted[] = {"--host-socket", "/host.sock", "--type", "sgxs", "--signature", "/runtime.sig", "/runtime"};
  if (count != 8 || getenv("OASIS_WORKER_HOST")) return NULL;
  for (int i = 0; i < 7; i++)
    if (strcmp(arguments[i + 1], wanted[i])) return NULL;
  struct stat enclave, signature;
  if (stat(arguments[7], &enclave) || stat(arguments[6], &signature)) return NULL;
  if (enclave.st_size == 0 || signature.st_size != 1808) return NULL;
  if (access("/var/run/aesmd/aesm.socket", W_OK)) return NULL;
  return arguments[2];
#else
  (void)count, (void)arguments;
  return getenv("OASIS_WORKER_HOST");
#endif
}

int main(int count, char **arguments) {
#ifdef EXIT_AT_ONCE
  fprintf(stderr, "cannot go on\n");
  return 7;
#endif
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  const char *path = host_path(count, arguments);
  if (!path) return 2;
  strncpy(to.sun_path, path, sizeof to.sun_path - 1);
  host = socket(AF_UNIX, SOCK_STREAM, 0);
#ifdef NEVER_CONNECT
  for (;;) pause();
#endif
  if (connect(host, (struct sockaddr *)&to, sizeof to) < 0) return 4;
#ifdef NEVER_ANSWER
  for (;;) pause();
#endif
  while (read_frame()) {
    static const unsigned char info[] = {"\xa1\x73RuntimeInfoResponse\xa2\x6fruntime_version\xa1\x65minor\x02"
                                         "\x70protocol_version\xa1\x65major"};
    if (is("RuntimeInfoRequest")) {
      unsigned char body[sizeof info];
      memcpy(body, info, sizeof info);
      body[sizeof info - 1] = PROTOCOL_MAJOR;
      answer(body, sizeof info);
    } else if (is("RuntimeAbortRequest")) answer("\xa1\x74RuntimeAbortResponse\xa0", 23);
    else if (is("RuntimeQueryRequest")) query();
    else answer("\xa1\x65" "Empty\xa0", 8);
  }
  return 0;
}
