// Colours the vertices of a graph so that no two neighbours have the same colour. DSATUR (Brélaz, 1979: the vertex that has the fewest
// colours left goes first) with backtracking, so exact as long as the work allows.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace village::acoustics {

using Vertex = std::uint32_t;
using Colours = std::vector<std::uint8_t>;

class Graph {
public:
    explicit Graph(std::size_t vertices) : neighbours_(vertices) {}
    void join(Vertex a, Vertex b);
    void part(Vertex a, Vertex b);
    std::size_t size() const { return neighbours_.size(); }
    const std::vector<Vertex>& neighbours(Vertex vertex) const { return neighbours_[vertex]; }

private:
    std::vector<std::vector<Vertex>> neighbours_;
};

inline constexpr std::uint8_t colours_max = 4;

/// With at most so many colours, beginning at `first`. Nothing where there is no such colouring, or where `work` (in vertices looked at;
/// what was used is taken off) does not suffice to find one.
std::optional<Colours> coloured(const Graph& graph, std::uint8_t colours, Vertex first, std::size_t& work);

}  // namespace village::acoustics
