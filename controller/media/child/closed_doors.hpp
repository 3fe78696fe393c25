// The seccomp filter of the media room's children: after it a process can compute, read and write what is already open,
// start threads and end; it cannot start a program or map new code, nor open a file or make a socket unless it needs the network.
// Forbidden calls fail with EPERM.
#pragma once

namespace village::media {

/// all: no file, no socket, no program. but_the_network: files may be read (see readable_files.hpp), other machines may be called.
enum class Doors { all, but_the_network };

/// For the whole process and for ever. Everything the libraries load lazily has to be loaded before. False: no filter.
bool close_the_doors(Doors which = Doors::all);

/// Tries each forbidden thing and prints one line for each; true if all were refused. Only sensible after
/// `close_the_doors`.
bool doors_are_closed(Doors which = Doors::all);

}  // namespace village::media
