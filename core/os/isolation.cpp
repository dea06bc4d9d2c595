// SPDX-License-Identifier: Apache-2.0
#include "core/os/isolation.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <tuple>

#include "core/base/text.h"
#include "core/os/descriptor.h"
#include "core/os/files.h"
#include "core/os/spawn.h"

namespace ssm {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kNobody = 65534;
constexpr std::string_view kOwnFiles = "/tmp";

constexpr std::string_view kWeak = "weak ";
constexpr std::string_view kTrouble = "trouble ";
constexpr std::string_view kBegun = "begun";
constexpr std::string_view kExit = "exit ";
constexpr std::string_view kSignal = "signal ";

// --- In each of the processes --------------------------------------------------------------------

class ReportFile {
 public:
  explicit ReportFile(int file) : file_(file) { ::fcntl(file, F_SETFD, FD_CLOEXEC); }

  void line(std::string_view key, const std::string& what) const {
    write_all(file_, fmt::format("{}{}\n", key, what));
  }
  void error(std::string_view key, std::string_view doing) const {
    line(key, fmt::format("cannot {}: {}", doing, system_message(errno)));
  }
  void status(int status) const {
    if (WIFSIGNALED(status))
      line(kSignal, std::to_string(WTERMSIG(status)));
    else
      line(kExit, std::to_string(WEXITSTATUS(status)));
  }

 private:
  int file_;
};

[[noreturn]] void give_up(const ReportFile& report, std::string_view doing) {
  report.error(kTrouble, doing);
  ::_exit(1);
}

void close_all_files() {
  constexpr unsigned kFirst = 3;
  ::syscall(SYS_close_range, kFirst, ~0U, 0U);
}

void end_with_parent() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/// Waits for the child, and for whatever else comes to be one meanwhile.
int wait_for_child(pid_t child) {
  for (;;) {
    int status = 0;
    const pid_t ended = ::waitpid(-1, &status, 0);
    if (ended == child) return status;
    if (ended < 0 && errno != EINTR) return 0;
  }
}

// --- The program's own process -------------------------------------------------------------------

/// Threads of all processes of a user.
std::uint64_t count_threads(uid_t user) {
  std::uint64_t count = 0;
  std::error_code unreadable;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc", unreadable)) {
    struct stat about = {};
    constexpr nlink_t kOfDirectory = 2;
    const std::string tasks = entry.path().string() + "/task";
    if (::stat(tasks.c_str(), &about) == 0 && about.st_uid == user && about.st_nlink > kOfDirectory)
      count += about.st_nlink - kOfDirectory;
  }
  return count;
}

/// Since Linux 5.14 the limit of processes counts those of a user namespace alone.
bool counts_by_namespace() {
  utsname about = {};
  int major = 0;
  int minor = 0;
  if (::uname(&about) != 0 || std::sscanf(about.release, "%d.%d", &major, &minor) != 2)
    return false;
  return major > 5 || (major == 5 && minor >= 14);
}

void set_limit(const ReportFile& report, __rlimit_resource what, std::uint64_t most) {
  rlimit now = {};
  ::getrlimit(what, &now);
  const rlimit wanted = {std::min<rlim_t>(most, now.rlim_max),
                         std::min<rlim_t>(most, now.rlim_max)};
  if (::setrlimit(what, &wanted) != 0) give_up(report, "limit the program");
}

bool may_execute(const std::string& path) {
  return ::faccessat(AT_FDCWD, path.c_str(), X_OK, AT_EACCESS) == 0;
}

/// Nobody, too, reads what root reads: for a program below root's home directory.
bool keep_reading() {
  constexpr std::uint32_t kReads = 1U << CAP_DAC_READ_SEARCH;
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> sets = {{{kReads, kReads, kReads}, {0, 0, 0}}};
  return ::syscall(SYS_capset, &header, sets.data()) == 0 &&
         ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_READ_SEARCH, 0, 0) == 0;
}

/// The limit of processes does not hold for root, and root's files are writable for root. Where
/// there is no nobody it stays root, without the rights that go with it.
void become_nobody(const std::string& path) {
  if (::setgroups(0, nullptr) != 0 || ::setresgid(kNobody, kNobody, kNobody) != 0) return;
  if (::seteuid(kNobody) != 0) return;
  const bool is_reachable = may_execute(path);
  if (::seteuid(0) != 0) return;
  if (!is_reachable) ::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
  if (::setresuid(kNobody, kNobody, kNobody) == 0 && !is_reachable) keep_reading();
}

enum class Strength { kLoose, kStrict };

[[noreturn]] void become_program(const IsolatedProgram& program, Strength strength,
                                 const ReportFile& report) {
  ::setsid();  // its group must not be ours: it may signal that
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (!program.separates_errors) ::dup2(STDOUT_FILENO, STDERR_FILENO);
  std::uint64_t processes = program.processes;
  ::prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED, 0, 0, 0);
  if (::geteuid() == 0) become_nobody(program.argv[0]);
  if (strength == Strength::kLoose || !counts_by_namespace())
    processes += count_threads(::getuid());
  end_with_parent();  // changing the user undid that
  if (::chdir(program.directory.c_str()) != 0)
    give_up(report, "enter the directory of the program");
  ::umask(S_IRWXG | S_IRWXO);
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    give_up(report, "keep the program from new rights");
  const auto arguments = c_array(program.argv);
  set_limit(report, RLIMIT_CORE, 0);
  set_limit(report, RLIMIT_FSIZE, program.disk);
  set_limit(report, RLIMIT_NPROC, processes);
  set_limit(report, RLIMIT_DATA, program.memory);  // last: a sanitizer could not go on with it
  ::execve(arguments[0], arguments.data(), environ);
  give_up(report, fmt::format("run {}", arguments[0]));
}

// --- In namespaces of its own --------------------------------------------------------------------

/// The kernel's struct mount_attr, which glibc has since 2.36 only.
struct MountAttributes {
  std::uint64_t set, clear, propagation, users;
};

bool make_everything_read_only() {
  constexpr std::uint64_t kReadOnly = 1;
  const MountAttributes wanted = {kReadOnly, 0, 0, 0};
  return ::syscall(SYS_mount_setattr, AT_FDCWD, "/", AT_RECURSIVE, &wanted, sizeof(wanted)) == 0;
}

bool mount_own_files(const std::string& place, std::uint64_t most) {
  const std::string options = fmt::format("size={},mode=1777", most);
  return ::mount("tmpfs", place.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, options.c_str()) == 0;
}

/// For the program, whoever it runs as.
void make_directory(const std::string& path, const ReportFile& report) {
  if (::mkdir(path.c_str(), S_IRWXU) != 0) give_up(report, fmt::format("make {}", path));
  // Where there is no nobody, the program stays root.
  if (::geteuid() == 0) std::ignore = ::chown(path.c_str(), kNobody, kNobody);
}

void hide(const std::string& path, const ReportFile& report) {
  struct stat about = {};
  if (::stat(path.c_str(), &about) != 0) return;
  const int done = S_ISDIR(about.st_mode)
                       ? ::mount("tmpfs", path.c_str(), "tmpfs",
                                 MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=4k,mode=0755")
                       : ::mount("/dev/null", path.c_str(), nullptr, MS_BIND, nullptr);
  if (done != 0) report.error(kWeak, fmt::format("hide {}", path));
}

void set_up_files(const IsolatedProgram& program, const ReportFile& report) {
  const bool only_directory = has_files_at_directory(program);
  if (only_directory) make_directory(program.directory, report);
  for (const std::string& path : program.hidden) hide(path, report);
  if (!make_everything_read_only()) report.error(kWeak, "make files read-only");
  const std::string place = only_directory ? program.directory : std::string(kOwnFiles);
  if (!mount_own_files(place, program.disk)) report.error(kWeak, "mount a file system of its own");
  // With all processes of the machine in sight where the system keeps a part of /proc covered.
  ::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr);
  if (!only_directory && !program.directory.empty()) make_directory(program.directory, report);
}

/// The first process of the namespaces. With its end the kernel ends all others there.
[[noreturn]] void be_first(const IsolatedProgram& program, const ReportFile& report) {
  set_up_files(program, report);
  const pid_t child = ::fork();
  if (child < 0) give_up(report, "start a process");
  if (child == 0) become_program(program, Strength::kStrict, report);
  report.status(wait_for_child(child));
  ::_exit(0);
}

bool write_map(pid_t process, const char* name, const std::string& text) {
  const Descriptor file(
      ::open(fmt::format("/proc/{}/{}", process, name).c_str(), O_WRONLY | O_CLOEXEC));
  return file && write_all(file.get(), text);
}

/// Users and groups of the namespace: our own, and nobody's where we may give that away.
bool map_users(pid_t process) {
  const std::string user = std::to_string(::geteuid());
  const std::string group = std::to_string(::getegid());
  const auto line = [](const std::string& id) { return fmt::format("{0} {0} 1\n", id); };
  const std::string nobody = line(std::to_string(kNobody));
  if (::geteuid() == 0 && write_map(process, "uid_map", line(user) + nobody) &&
      write_map(process, "gid_map", line(group) + nobody))
    return true;
  // The kernel takes each map once.
  return write_map(process, "uid_map", line(user)) && write_map(process, "setgroups", "deny") &&
         write_map(process, "gid_map", line(group));
}

/// Starts a process that is the first of its namespaces, and calls `be_first` there, which does not
/// return. -1: the system refuses namespaces, errno tells why.
template <class BeFirst>
pid_t start_first(const BeFirst& be_first) {
  Pipe go;
  if (!go.open()) return -1;
  constexpr unsigned long kOwn =
      CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWIPC;
  const auto first = static_cast<pid_t>(::syscall(SYS_clone, kOwn | SIGCHLD, 0, 0, 0, 0));
  if (first < 0) return -1;
  if (first == 0) {
    go.write.reset();
    end_with_parent();
    char ready = 0;
    if (::read(go.read.get(), &ready, 1) != 1) ::_exit(1);
    be_first();
  }
  go.read.reset();
  if (map_users(first) && write_all(go.write.get(), "!")) return first;
  const int error = errno;
  ::kill(first, SIGKILL);
  wait_for_child(first);
  errno = error;
  return -1;
}

/// Returns only where the system refuses namespaces: errno tells why.
void try_namespaces(const IsolatedProgram& program, const ReportFile& report) {
  const pid_t first = start_first([&] { be_first(program, report); });
  if (first < 0) return;
  wait_for_child(first);
  ::_exit(0);
}

// --- Without namespaces --------------------------------------------------------------------------

/// Ends what the program has left behind: whatever loses its parent becomes our child.
void end_children() {
  for (;;) {
    Result<std::string> children = read_file("/proc/thread-self/children");
    if (!children || children->empty()) return;
    for (const std::string& number : split(trim(*children), ' ')) {
      pid_t child = 0;
      std::from_chars(number.data(), number.data() + number.size(), child);
      if (child > 0) ::kill(child, SIGKILL);
    }
    while (::waitpid(-1, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
}

/// What the watcher waits for. SIGTERM: its parent has ended.
sigset_t watched_signals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGCHLD);
  ::sigaddset(&signals, SIGTERM);
  return signals;
}

/// The status of the program once it has ended; nullopt: our parent has ended before.
std::optional<int> watch(pid_t program) {
  const sigset_t signals = watched_signals();
  for (;;) {
    const int signal = ::sigwaitinfo(&signals, nullptr);
    if (signal == SIGTERM) return std::nullopt;
    int status = 0;
    for (pid_t ended = 0; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;)
      if (ended == program) return status;
  }
}

/// In a session of its own, so that it outlives the group that is killed, and cleans up.
[[noreturn]] void be_watcher(const IsolatedProgram& program, pid_t parent,
                             const ReportFile& report) {
  ::setsid();
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(1);
  make_directory(program.directory, report);
  const pid_t child = ::fork();
  if (child < 0) give_up(report, "start a process");
  if (child == 0) become_program(program, Strength::kLoose, report);
  const std::optional<int> status = watch(child);
  end_children();
  std::error_code gone_already;
  fs::remove_all(program.directory, gone_already);
  if (status) report.status(*status);
  ::_exit(0);
}

[[noreturn]] void run_weakly(const IsolatedProgram& program, const ReportFile& report) {
  report.error(kWeak, "make namespaces");
  const pid_t self = ::getpid();
  const sigset_t signals = watched_signals();
  ::sigprocmask(SIG_BLOCK, &signals, nullptr);
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  const pid_t watcher = ::fork();
  if (watcher < 0) give_up(report, "start a process");
  if (watcher == 0) be_watcher(program, self, report);
  wait_for_child(watcher);
  end_children();
  ::_exit(0);
}

std::optional<int> number_of(std::string_view text) {
  int number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

IsolationReport IsolationReport::parse(std::string_view text) {
  IsolationReport report;
  for (const std::string& line : split(text, '\n')) {
    const std::string_view whole = line;
    if (whole.starts_with(kWeak)) {
      if (!report.weakness.empty()) report.weakness += ", ";
      report.weakness += whole.substr(kWeak.size());
    }
    if (whole == kBegun) report.has_begun = true;
    if (whole.starts_with(kTrouble)) report.trouble = whole.substr(kTrouble.size());
    if (whole.starts_with(kExit)) report.exit_code = number_of(whole.substr(kExit.size()));
    if (whole.starts_with(kSignal)) report.signal = number_of(whole.substr(kSignal.size()));
  }
  return report;
}

Descriptor open_process(pid_t process) {
  // Not by <sys/pidfd.h>: glibc 2.36 declares it for C only.
  return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
}

Room::Room(const IsolatedProgram& program, int report_file) {
  const ReportFile report(report_file);
  Pipe ready;
  if (!ready.open()) return;
  first_ = start_first([&] {
    set_up_files(program, report);
    if (!write_all(ready.write.get(), "!")) ::_exit(1);
    close_all_files();
    ::signal(SIGCHLD,
             SIG_IGN);  // whoever loses his parent becomes our child, and is not waited for
    for (;;) ::pause();
  });
  if (first_ < 0) report.error(kWeak, "make namespaces");
  ready.write.reset();
  char done = 0;
  if (first_ > 0 && ::read(ready.read.get(), &done, 1) == 1) process_ = open_process(first_);
}

Room::~Room() {
  if (first_ <= 0) return;
  ::kill(first_, SIGKILL);
  wait_for_child(first_);
}

bool has_files_at_directory(const IsolatedProgram& program) {
  return program.argv[0].starts_with(fmt::format("{}/", kOwnFiles));
}

std::uint64_t processes_allowed(const IsolatedProgram& program) {
  return program.processes + (counts_by_namespace() ? 0 : count_threads(::getuid()));
}

void run_isolated(const IsolatedProgram& program, pid_t parent, int report_file) {
  const ReportFile report(report_file);
  end_with_parent();
  if (::getppid() != parent) ::_exit(1);
  try_namespaces(program, report);
  run_weakly(program, report);
}

}  // namespace ssm
