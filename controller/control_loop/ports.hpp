// The ports the loop asks, in one bundle that main fills.
#pragma once

#include "controller/ports/blob_store.hpp"
#include "controller/ports/jobs.hpp"
#include "controller/ports/live_view.hpp"
#include "controller/ports/media.hpp"
#include "controller/ports/node_gateway.hpp"
#include "controller/ports/people.hpp"
#include "controller/ports/signer.hpp"
#include "controller/ports/stores.hpp"
#include "controller/ports/stream_sender.hpp"

namespace village::control_loop {

struct Ports {
    ports::Stores stores;
    ports::BlobStore& blobs;
    ports::Jobs& jobs;
    ports::MediaWorkshop& media;
    ports::Signer& signer;
    ports::People& people;
    ports::StateFeed& feed;
    ports::NodeGateway* gateway = nullptr;  ///< Set by ControlLoop::connect, then never changed.
    ports::Enrolment* enrolment = nullptr;
    ports::StreamSender* streams = nullptr;
};

}  // namespace village::control_loop
