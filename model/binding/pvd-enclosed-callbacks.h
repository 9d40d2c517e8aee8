/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ENCLOSED_CALLBACKS_H
#define PVD_ENCLOSED_CALLBACKS_H

#include "ns3/callback.h"
#include "ns3/ptr.h"

#include <cstdint>

namespace ns3
{

class PvdSocketBinding;
class Socket;

/**
 * \ingroup pvd-binding
 * \brief Lets what a TCP socket calls later run in the process of the socket. Internal to it.
 *
 * TCP tells an application that it is connected, and that there is room to send, from events of its
 * own, which nobody can be around. So the callbacks themselves are: each one that the application
 * has set is replaced by one that opens a scope, and then calls it.
 */
class PvdEnclosedCallbacks
{
  public:
    /// \param socket a socket \param binding says which process it belongs to; both outlive this
    PvdEnclosedCallbacks(Socket& socket, const PvdSocketBinding& binding);
    PvdEnclosedCallbacks(const PvdEnclosedCallbacks&) = delete;
    PvdEnclosedCallbacks& operator=(const PvdEnclosedCallbacks&) = delete;

    /// Enclose what the application has set meanwhile.
    void Enclose();

  private:
    using Told = Callback<void, Ptr<Socket>>;
    using ToldHowMuch = Callback<void, Ptr<Socket>, uint32_t>;

    /// What the application has set, and what stands in its place.
    template <class Type>
    struct Pair
    {
        Type outer; //!< ours
        Type inner; //!< the application's
    };

    void HandleConnected(Ptr<Socket> socket);
    void HandleSent(Ptr<Socket> socket, uint32_t size);
    void HandleSpace(Ptr<Socket> socket, uint32_t space);

    Socket& m_socket;                  //!< the socket
    const PvdSocketBinding& m_binding; //!< says which process it belongs to
    Pair<Told> m_connected;            //!< it is connected
    Pair<ToldHowMuch> m_sent;          //!< data has gone out
    Pair<ToldHowMuch> m_space;         //!< there is room for more
};

} // namespace ns3

#endif /* PVD_ENCLOSED_CALLBACKS_H */
