// Somebody hears that what was said is wrong, mostly while it still sounds, and corrects it where it sounded; and again where that came to nothing.
#pragma once

#include "tests/simulation/controllers.hpp"
#include "tests/simulation/wishes.hpp"

namespace village::simulation {

class Correctors {
public:
    Correctors(Surroundings& world, Controllers& controllers, Wishes& wishes)
        : world_(world), controllers_(controllers), wishes_(wishes) {}

    void begin();

private:
    void correct_something(Random& random);
    void correct(domain::BroadcastId wrong, Random& random);

    Surroundings& world_;
    Controllers& controllers_;
    Wishes& wishes_;
};

}  // namespace village::simulation
