/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-enclosed-callbacks.h"

#include "pvd-socket-binding.h"

#include "ns3/socket.h"

namespace ns3
{

namespace
{

/// Gives a callback of a socket by the pointer to where it is.
template <class Which, class Type, Type Socket::*Member>
struct Reach
{
    friend Type& GetCallback(Socket& socket, Which)
    {
        return socket.*Member;
    }
};

using Told = Callback<void, Ptr<Socket>>;
using ToldHowMuch = Callback<void, Ptr<Socket>, uint32_t>;

struct Connected
{
};

struct Sent
{
};

struct Space
{
};

Told& GetCallback(Socket& socket, Connected);
ToldHowMuch& GetCallback(Socket& socket, Sent);
ToldHowMuch& GetCallback(Socket& socket, Space);

// ns-3 lets an application set callbacks, and nobody read them. C++ allows to who names a private
// member in an explicit instantiation to use it.
template struct Reach<Connected, Told, &Socket::m_connectionSucceeded>;
template struct Reach<Sent, ToldHowMuch, &Socket::m_dataSent>;
template struct Reach<Space, ToldHowMuch, &Socket::m_sendCb>;

/// Put our callback in the place of the application's, unless it is there already.
template <class Pair, class Type>
void
Replace(Pair& pair, Type& present)
{
    if (present.IsNull())
    {
        pair.inner = Type();
    }
    else if (PeekPointer(present.GetImpl()) != PeekPointer(pair.outer.GetImpl()))
    {
        pair.inner = present;
        present = pair.outer;
    }
}

} // namespace

PvdEnclosedCallbacks::PvdEnclosedCallbacks(Socket& socket, const PvdSocketBinding& binding)
    : m_socket(socket),
      m_binding(binding)
{
    m_connected.outer = MakeCallback(&PvdEnclosedCallbacks::HandleConnected, this);
    m_sent.outer = MakeCallback(&PvdEnclosedCallbacks::HandleSent, this);
    m_space.outer = MakeCallback(&PvdEnclosedCallbacks::HandleSpace, this);
}

void
PvdEnclosedCallbacks::Enclose()
{
    Replace(m_connected, GetCallback(m_socket, Connected()));
    Replace(m_sent, GetCallback(m_socket, Sent()));
    Replace(m_space, GetCallback(m_socket, Space()));
}

void
PvdEnclosedCallbacks::HandleConnected(Ptr<Socket> socket)
{
    const auto inner = m_connected.inner; // who is told may set another
    const PvdProcess::Scope process(m_binding.GetProcess());
    inner(socket);
    Enclose(); // that there is room is told by the same event
}

void
PvdEnclosedCallbacks::HandleSent(Ptr<Socket> socket, uint32_t size)
{
    const auto inner = m_sent.inner;
    const PvdProcess::Scope process(m_binding.GetProcess());
    inner(socket, size);
}

void
PvdEnclosedCallbacks::HandleSpace(Ptr<Socket> socket, uint32_t space)
{
    const auto inner = m_space.inner;
    const PvdProcess::Scope process(m_binding.GetProcess());
    inner(socket, space);
}

} // namespace ns3
