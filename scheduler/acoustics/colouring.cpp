#include "scheduler/acoustics/colouring.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace village::acoustics {
namespace {

constexpr std::uint8_t none = 0xFF;

class Search {
public:
    Search(const Graph& graph, std::uint8_t colours, Vertex first)
        : graph_(graph), colours_(colours), first_(first), colour_of_(graph.size(), none), around_(graph.size()) {}

    std::optional<Colours> run(std::size_t& work) {
        while (steps_.size() < graph_.size()) {
            if (work < graph_.size()) return std::nullopt;
            work -= graph_.size();
            steps_.push_back({hardest(), 0, used()});
            if (!advance(work)) return std::nullopt;
        }
        return colour_of_;
    }

private:
    struct Step {
        Vertex vertex;
        std::uint8_t next;         ///< The first colour that was not tried yet.
        std::uint8_t used_before;  ///< One new colour is as good as another.
    };

    std::uint8_t used() const { return steps_.empty() ? 0 : std::max(steps_.back().used_before, steps_.back().next); }

    /// The uncoloured vertex with the most colours around it, then with the most neighbours.
    Vertex hardest() const {
        if (steps_.empty()) return first_;
        std::optional<Vertex> best;
        const auto rank = [&](Vertex one) {
            const auto around = std::ranges::count_if(around_[one], [](auto count) { return count > 0; });
            return std::tuple(around, graph_.neighbours(one).size());
        };
        for (Vertex one = 0; one < graph_.size(); ++one)
            if (colour_of_[one] == none && (!best || rank(one) > rank(*best))) best = one;
        return *best;
    }

    /// Gives the last vertex its next colour, taking back what leaves none.
    bool advance(std::size_t& work) {
        while (!steps_.empty() && work > 0) {
            --work;
            auto& step = steps_.back();
            if (colour_of_[step.vertex] != none) paint(step.vertex, none);
            const auto limit = std::min<std::uint8_t>(colours_, static_cast<std::uint8_t>(step.used_before + 1));
            while (step.next < limit && around_[step.vertex][step.next] > 0) ++step.next;
            if (step.next < limit) {
                paint(step.vertex, step.next++);
                return true;
            }
            steps_.pop_back();
        }
        return false;
    }

    void paint(Vertex vertex, std::uint8_t colour) {
        const auto before = std::exchange(colour_of_[vertex], colour);
        for (const auto neighbour : graph_.neighbours(vertex)) {
            if (before != none) --around_[neighbour][before];
            if (colour != none) ++around_[neighbour][colour];
        }
    }

    const Graph& graph_;
    std::uint8_t colours_;
    Vertex first_;
    Colours colour_of_;
    std::vector<std::array<std::uint32_t, colours_max>> around_;  ///< How many neighbours have each colour.
    std::vector<Step> steps_;
};

}  // namespace

void Graph::join(Vertex a, Vertex b) {
    neighbours_[a].push_back(b);
    neighbours_[b].push_back(a);
}

void Graph::part(Vertex a, Vertex b) {
    std::erase(neighbours_[a], b);
    std::erase(neighbours_[b], a);
}

std::optional<Colours> coloured(const Graph& graph, std::uint8_t colours, Vertex first, std::size_t& work) {
    return Search{graph, std::min(colours, colours_max), first}.run(work);
}

}  // namespace village::acoustics
