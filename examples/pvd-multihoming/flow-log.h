/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_FLOW_LOG_H
#define PVD_MULTIHOMING_FLOW_LOG_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

namespace multihoming
{

/// What runs on each host.
enum class Use : uint8_t
{
    WEB,    //!< requests to servers of the Internet over TCP
    VOICE,  //!< calls to servers of the Internet over UDP
    GARDEN, //!< requests to the server of the walled garden over TCP
};

constexpr std::size_t USES = 3; //!< how many there are

/// \return as in the table of results
const char* ToString(Use use);

/// How a flow ended.
enum class Outcome : uint8_t
{
    COMPLETED, //!< it got all it wanted in time
    NO_ROUTE,  //!< the host had no route or no source for it, or a router had none
    FILTERED,  //!< a provider dropped packets of it because of their source address
    TIMEOUT,   //!< its user lost patience, or too many packets were lost, for no such reason
};

constexpr std::size_t OUTCOMES = 4; //!< how many there are

/// \return as in the table of results
const char* ToString(Outcome outcome);

/// A flow that is over. Times in seconds of the simulation. Plain octets, for pipes.
struct Flow
{
    uint32_t host;   //!< index of its host
    Use use;         //!< what it is for
    Outcome outcome; //!< how it ended
    double start;    //!< when it began
    double end;      //!< when it ended
};

/// What a run gives.
struct Record
{
    /// Of one host and use.
    struct Counts
    {
        uint64_t misfits{0};          //!< packets whose source does not fit the uplink they took
        std::vector<uint32_t> octets; //!< that the application got, by second
    };

    std::vector<Flow> flows;                        //!< in order of their ends
    std::vector<std::array<Counts, USES>> counts{}; //!< by host and use
};

/// What all clients of a run write down, and what routers saw of their packets.
class FlowLog
{
  public:
    /// What a router sees of a packet of a flow: interface identifier of its source, protocol
    /// number, source port.
    using Key = std::tuple<uint64_t, uint8_t, uint16_t>;

    /// \param hosts how many there are \param seconds how long the simulation takes
    FlowLog(std::size_t hosts, std::size_t seconds);

    /// A flow begins. \param host its host \param use what for \return its number
    uint32_t Open(uint32_t host, Use use);
    /// It has a port. \param flow its number \param key as routers see it
    void SetKey(uint32_t flow, const Key& key);
    /// A call of its socket failed for want of a route or a source. \param flow its number
    void NoteNoRoute(uint32_t flow);
    /// It is over. \param flow its number \param completed whether it got all it wanted
    void Close(uint32_t flow, bool completed);
    /// \param flow its number \return whether it is still open
    bool IsOpen(uint32_t flow) const;
    /// An application has got something. \param host whose \param use which \param octets how many
    void AddOctets(uint32_t host, Use use, uint32_t octets);

    /// A packet's source does not fit its uplink. \param key of the packet \param isDropped
    /// whether the provider drops it therefore
    void NoteMisfit(const Key& key, bool isDropped);
    /// A router has no route for a packet. \param key of the packet
    void NoteUnrouted(const Key& key);

    /// Close what is open. Flows that have not had their time are left out. \param patience such a
    /// time, seconds \return all
    Record Finish(double patience);

  private:
    struct OpenFlow
    {
        Flow flow;              //!< what is known
        std::vector<Key> keys;  //!< of its packets
        bool isFiltered{false}; //!< see NoteMisfit
        bool isUnrouted{false}; //!< see NoteNoRoute, NoteUnrouted
    };

    OpenFlow* Find(const Key& key);

    Record m_record;                     //!< what is over
    uint32_t m_last{0};                  //!< number of the last flow
    std::map<uint32_t, OpenFlow> m_open; //!< by number
    std::map<Key, uint32_t> m_keys;      //!< of open flows
};

} // namespace multihoming

#endif /* PVD_MULTIHOMING_FLOW_LOG_H */
