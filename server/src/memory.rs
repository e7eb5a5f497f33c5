//! How the C library's allocator treats large blocks.

/// Blocks from this size on go back to the system when they are freed.
const LARGE: libc::c_int = 1024 * 1024;

/// Without this glibc keeps the 19 MiB of every password hash for the next one, in each of its arenas: 60 MiB of
/// idle memory after a few sign-ins, of the 256 that a pod has.
#[allow(unsafe_code, reason = "there is no safe way to set this, and it only sets a number")]
pub fn give_back_large_blocks() {
    #[cfg(target_env = "gnu")]
    // SAFETY: mallopt may be called at any time; the worst it answers is that it changed nothing.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
    }
}
