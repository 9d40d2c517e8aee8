/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_PARAMETERS_H
#define PVD_MULTIHOMING_PARAMETERS_H

#include "ns3/data-rate.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace multihoming
{

constexpr double GOOD_VOICE = 0.95; //!< share of the packets without which a call has failed

/// When what happens, seconds of the simulation.
struct Timeline
{
    double start{5};     //!< applications begin
    double failure{20};  //!< the uplink of A fails
    double repair{35};   //!< it is back
    double renumber{50}; //!< the prefix of A is another one
    double congest{65};  //!< the uplink of B is congested
    double relief{80};   //!< it is not any more
    double end{90};      //!< applications end

    /// An event, and until when its consequences are looked at.
    struct Event
    {
        const char* name; //!< in tables
        double time;      //!< when
        double until;     //!< the next event
    };

    /// \return all events in order
    std::vector<Event> GetEvents() const;
};

/// What the command line says.
struct Parameters
{
    Timeline timeline;                              //!< when what happens
    ns3::DataRate rateA{"10Mbps"};                  //!< of the uplink of A
    ns3::DataRate rateB{"10Mbps"};                  //!< of the uplink of B
    ns3::DataRate rateGarden{"10Mbps"};             //!< of the uplink of the walled garden
    ns3::Time delayA{ns3::MilliSeconds(10)};        //!< one way
    ns3::Time delayB{ns3::MilliSeconds(15)};        //!< one way
    ns3::Time delayGarden{ns3::MilliSeconds(5)};    //!< one way
    double loss{0};                                 //!< of each uplink, share of packets
    bool filter{true};                              //!< the providers filter by source
    ns3::Time detection{ns3::Seconds(3)};           //!< until the router of A notices
    bool withdraw{true};                            //!< it tells the hosts then (RFC 8475)
    double congestion{1.2};                         //!< traffic to B's customers, share of rateB
    uint32_t servers{8};                            //!< on the Internet
    ns3::Time webInterval{ns3::Seconds(0.5)};       //!< mean time between two requests
    uint32_t webSize{20000};                        //!< of an answer, octets
    ns3::Time gardenInterval{ns3::Seconds(2)};      //!< mean time between two requests
    uint32_t gardenSize{20000};                     //!< of an answer, octets
    ns3::Time patience{ns3::Seconds(5)};            //!< with a request
    ns3::Time call{ns3::Seconds(5)};                //!< length of a call
    ns3::Time voiceInterval{ns3::MilliSeconds(40)}; //!< between two packets of a call
    uint32_t seed{1};                               //!< of all random numbers
    uint32_t run{1};                                //!< the first run
    uint32_t runs{1};                               //!< how many
    std::string kinds{"all"};                       //!< of hosts, by name
    std::string out{"out"};                         //!< folder of what is written
    bool figures{true};                             //!< draw them
    bool pcap{false};                               //!< write a capture of each link
    bool anim{false};                               //!< write what NetAnim shows
    bool flowmon{false};                            //!< write what FlowMonitor sees

    /// \return octets of a packet of a call
    uint32_t GetVoiceSize() const;
};

/// \param argc of main \param argv of main \param [out] parameters what they say
/// \return what is wrong, in a sentence; empty: nothing
std::string ReadParameters(int argc, char* argv[], Parameters& parameters);

} // namespace multihoming

#endif /* PVD_MULTIHOMING_PARAMETERS_H */
