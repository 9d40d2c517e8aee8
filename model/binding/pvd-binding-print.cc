/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-binding-print.h"

#include "pvd-json.h"
#include "pvd-process-table.h"
#include "pvd-registry.h"
#include "pvd-socket-binding.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"

#include <algorithm>
#include <cstdio>
#include <ostream>
#include <sstream>

namespace ns3
{

namespace
{

/// An address and a port.
struct EndPoint
{
    std::string address; //!< empty: there is none
    uint16_t port{0};    //!< 0: of a raw socket
    bool isIpv6{true};   //!< it is in brackets before a port
};

/// A PvD, and who may use it.
struct BoundToPvd
{
    PvdId id;                                     //!< which
    bool isPresent;                               //!< it is there
    std::vector<Ptr<PvdProcess>> processes;       //!< processes and threads
    std::vector<const PvdSocketBinding*> sockets; //!< sockets that are open
};

EndPoint
ToEndPoint(const Address& address)
{
    if (Inet6SocketAddress::IsMatchingType(address))
    {
        const auto own = Inet6SocketAddress::ConvertFrom(address);
        const bool isNone = own.GetPort() == 0 && own.GetIpv6().IsAny();
        return {isNone ? "" : ToString(own.GetIpv6()), own.GetPort(), true};
    }
    if (InetSocketAddress::IsMatchingType(address))
    {
        const auto own = InetSocketAddress::ConvertFrom(address);
        std::ostringstream text;
        text << own.GetIpv4();
        const bool isNone = own.GetPort() == 0 && own.GetIpv4() == Ipv4Address::GetAny();
        return {isNone ? "" : text.str(), own.GetPort(), false};
    }
    return {};
}

std::string
ToText(const EndPoint& point)
{
    if (point.address.empty() || point.port == 0)
    {
        return point.address.empty() ? "-" : point.address;
    }
    return (point.isIpv6 ? "[" + point.address + "]" : point.address) + ":" +
           std::to_string(point.port);
}

std::string
ToJson(const EndPoint& point)
{
    return point.address.empty() ? "null"
                                 : JsonObject({{"address", JsonString(point.address)},
                                               {"port", std::to_string(point.port)}});
}

/// \return a name that can be told from what stands around it
std::string
Escape(const std::string& name)
{
    std::string escaped;
    for (const char c : name)
    {
        const auto octet = static_cast<unsigned char>(c);
        if (octet > ' ' && octet < 0x7f)
        {
            escaped += c;
            continue;
        }
        char decimal[8];
        std::snprintf(decimal, sizeof(decimal), "\\%03u", octet);
        escaped += decimal;
    }
    return escaped.empty() ? "-" : escaped;
}

/// \return where the binding comes from that a process or thread has in force
const char*
GetScope(const PvdProcess& process)
{
    if (process.GetBinding().GetType() != PvdBinding::INHERIT)
    {
        return process.IsThread() ? "thread" : "process";
    }
    return process.IsThread() && process.GetParent() ? GetScope(*process.GetParent()) : "parent";
}

const char*
GetScope(const PvdSocketBinding& socket)
{
    const bool isOwn = socket.GetPvdBinding().GetType() != PvdBinding::INHERIT;
    return isOwn || !socket.GetProcess() ? "socket" : GetScope(*socket.GetProcess());
}

const char*
GetKind(const PvdSocketBinding& socket)
{
    switch (socket.GetSocket()->GetSocketType())
    {
    case Socket::NS3_SOCK_STREAM:
        return "tcp";
    case Socket::NS3_SOCK_DGRAM:
        return "udp";
    default:
        return "raw";
    }
}

/// Gathers who is bound to what.
class Bindings
{
  public:
    explicit Bindings(PvdProcessTable& table)
    {
        for (const auto& entry : table.GetRegistry()->GetPvds())
        {
            m_pvds.push_back({entry.second->GetId(), true, {}, {}});
        }
        table.GetRoot();
        for (const auto& process : table.GetProcesses())
        {
            for (const auto index : Find(process->GetEffectiveBinding()))
            {
                m_pvds[index].processes.push_back(process);
            }
        }
        for (const auto* socket : table.GetSockets())
        {
            Add(*socket);
        }
    }

    const std::vector<BoundToPvd>& Get() const
    {
        return m_pvds;
    }

  private:
    void Add(const PvdSocketBinding& socket)
    {
        if (socket.IsClosed() || !socket.IsBound())
        {
            return;
        }
        const auto kept = socket.GetPinnedPvd();
        const auto places = kept ? std::vector<std::size_t>{Find(kept->GetId())}
                                 : Find(socket.GetEffectivePvdBinding());
        for (const auto place : places)
        {
            m_pvds[place].sockets.push_back(&socket);
        }
    }

    std::size_t Find(const PvdId& id)
    {
        const auto found = std::find_if(m_pvds.begin(), m_pvds.end(), [&id](const auto& one) {
            return one.id == id;
        });
        if (found != m_pvds.end())
        {
            return found - m_pvds.begin();
        }
        m_pvds.push_back({id, false, {}, {}});
        return m_pvds.size() - 1;
    }

    /// \return places of the PvDs of a binding, each once
    std::vector<std::size_t> Find(const PvdBinding& binding)
    {
        std::vector<std::size_t> places;
        for (const auto& name : binding.GetPvds())
        {
            const auto id = PvdId::FromText(name);
            const std::size_t place = id ? Find(*id) : m_pvds.size();
            if (id && std::find(places.begin(), places.end(), place) == places.end())
            {
                places.push_back(place);
            }
        }
        return places;
    }

    std::vector<BoundToPvd> m_pvds; //!< in the order in which they are printed
};

/// \return who is bound to each PvD; nothing if the node has none
std::vector<BoundToPvd>
Gather(const Ptr<Node>& node)
{
    const auto table = node ? node->GetObject<PvdProcessTable>() : nullptr;
    return table && table->GetRegistry() ? Bindings(*table).Get() : std::vector<BoundToPvd>();
}

void
Print(std::ostream& os, const PvdProcess& process)
{
    os << "  process=" << Escape(process.GetName()) << " thread=" << JsonBoolean(process.IsThread())
       << " scope=" << GetScope(process)
       << " binding=" << Escape(process.GetEffectiveBinding().ToText()) << "\n";
}

void
Print(std::ostream& os, const PvdSocketBinding& socket)
{
    Address local;
    Address peer;
    socket.GetNames(local, peer);
    const auto process = socket.GetProcess();
    os << "  socket=" << GetKind(socket) << " state=" << socket.GetStateName()
       << " scope=" << GetScope(socket) << " kept=" << JsonBoolean(socket.IsPinned())
       << " local=" << ToText(ToEndPoint(local)) << " peer=" << ToText(ToEndPoint(peer))
       << " process=" << Escape(process ? process->GetName() : "") << "\n";
}

std::string
ToJson(const PvdProcess& process)
{
    return JsonObject({{"name", JsonString(process.GetName())},
                       {"thread", JsonBoolean(process.IsThread())},
                       {"scope", JsonString(GetScope(process))},
                       {"binding", JsonString(process.GetEffectiveBinding().ToText())}});
}

std::string
ToJson(const PvdSocketBinding& socket)
{
    Address local;
    Address peer;
    socket.GetNames(local, peer);
    const auto process = socket.GetProcess();
    return JsonObject({{"type", JsonString(GetKind(socket))},
                       {"state", JsonString(socket.GetStateName())},
                       {"scope", JsonString(GetScope(socket))},
                       {"kept", JsonBoolean(socket.IsPinned())},
                       {"local", ToJson(ToEndPoint(local))},
                       {"peer", ToJson(ToEndPoint(peer))},
                       {"process", process ? JsonString(process->GetName()) : "null"}});
}

std::string
ToJson(const BoundToPvd& bound)
{
    std::vector<std::string> processes;
    for (const auto& process : bound.processes)
    {
        processes.push_back(ToJson(*process));
    }
    std::vector<std::string> sockets;
    for (const auto* socket : bound.sockets)
    {
        sockets.push_back(ToJson(*socket));
    }
    return JsonObject({{"name", JsonString(bound.id.ToString())},
                       {"present", JsonBoolean(bound.isPresent)},
                       {"processes", JsonArray(processes)},
                       {"sockets", JsonArray(sockets)}});
}

} // namespace

void
PrintBindings(std::ostream& os, const Ptr<Node>& node)
{
    for (const auto& bound : Gather(node))
    {
        os << "pvd=" << bound.id << " present=" << JsonBoolean(bound.isPresent) << "\n";
        for (const auto& process : bound.processes)
        {
            Print(os, *process);
        }
        for (const auto* socket : bound.sockets)
        {
            Print(os, *socket);
        }
    }
}

void
PrintBindingsAsJson(std::ostream& os, const Ptr<Node>& node)
{
    std::vector<std::string> pvds;
    for (const auto& bound : Gather(node))
    {
        pvds.push_back(ToJson(bound));
    }
    os << JsonObject(
              {{"node", node ? std::to_string(node->GetId()) : "null"}, {"pvds", JsonArray(pvds)}})
       << "\n";
}

} // namespace ns3
