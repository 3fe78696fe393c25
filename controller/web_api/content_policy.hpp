// The Content-Security-Policy of a page: everything from ourselves only; what stands inline in the page is named by its hash,
// so the one-file emergency page works and injected script does not.
#pragma once

#include <string>
#include <string_view>

namespace village::web_api {

/// For the API and for files that are no pages.
std::string bare_policy();
/// For this page: its inline <script> and <style> elements are allowed by SHA-256.
std::string page_policy(std::string_view html);

}  // namespace village::web_api
